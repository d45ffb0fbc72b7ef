// What a deployment has made in AWS, asked by the official clients and told in plain values.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DescribeStacksCommand, GetTemplateCommand } from "@aws-sdk/client-cloudformation";
import { GetRoleCommand, GetRolePolicyCommand, ListRolePoliciesCommand, ListRolesCommand } from "@aws-sdk/client-iam";
import {
  type FunctionConfiguration,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
} from "@aws-sdk/client-lambda";
import { GetQueueAttributesCommand, GetQueueUrlCommand, ListQueuesCommand } from "@aws-sdk/client-sqs";
import { unzipSync } from "fflate";
import { AWS_ACCOUNT, type Aws } from "./an-aws.ts";

type Asked = Pick<Aws, "cloudformation" | "iam" | "lambda" | "sqs" | "url">;

const last = (text = "") => text.split(/[:/]/).at(-1) ?? "";

/** What is there of a fabric, by name; of roles only those that are named after it. */
export async function thingsOf({ lambda, iam, sqs }: Asked, fabric: string) {
  const [functions, roles, queues] = await Promise.all([
    lambda.send(new ListFunctionsCommand({})),
    iam.send(new ListRolesCommand({})),
    sqs.send(new ListQueuesCommand({})),
  ]);
  const own = (name = "") => name.startsWith(`${fabric}-`);
  return {
    functions: (functions.Functions ?? [])
      .map(({ FunctionName }) => FunctionName ?? "")
      .filter(own)
      .toSorted(),
    roles: (roles.Roles ?? [])
      .map(({ RoleName }) => RoleName ?? "")
      .filter(own)
      .toSorted(),
    queues: (queues.QueueUrls ?? []).map(last).toSorted(),
  };
}

/** Every stack of the account in this region but cdk's own, with the time of its last update, if any. */
export async function stacksOf({ cloudformation }: Asked): Promise<Readonly<Record<string, string>>> {
  const { Stacks = [] } = await cloudformation.send(new DescribeStacksCommand({}));
  const own = Stacks.filter(({ StackName }) => StackName !== "CDKToolkit");
  return Object.fromEntries(own.map((each) => [each.StackName ?? "", each.LastUpdatedTime?.toISOString() ?? "never"]));
}

/** How functions are fed, by the function's name. */
export async function mappingsOf({ lambda }: Asked) {
  const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({}));
  return Object.fromEntries(
    EventSourceMappings.map((each) => [
      last(each.FunctionArn),
      {
        queueArn: each.EventSourceArn ?? "",
        maxMessages: each.BatchSize ?? 0,
        windowSeconds: each.MaximumBatchingWindowInSeconds ?? 0,
        answers: each.FunctionResponseTypes ?? [],
        state: each.State,
        id: each.UUID,
      },
    ]),
  );
}

/** The settings of a queue, numbers and documents read. */
export async function queueOf({ sqs }: Asked, queue: string): Promise<Readonly<Record<string, unknown>>> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
  const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
  const read = (text: string): unknown => (/^([0-9]+|\{.*\}|true|false)$/.test(text) ? JSON.parse(text) : text);
  return Object.fromEntries(Object.entries(Attributes).map(([name, text]) => [name, read(text)]));
}

/** Who may take on a role, and what it may then do: both as the statements of their policies. */
export async function roleOf({ iam }: Asked, RoleName: string) {
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const policies = await Promise.all(
    PolicyNames.map((PolicyName) => iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }))),
  );
  const documents = policies.map(({ PolicyDocument }) => statements(PolicyDocument));
  return { trusts: statements(Role?.AssumeRolePolicyDocument), may: documents.flat() };
}

/** moto writes some documents in quotes of Python's. */
const statements = (text = ""): readonly unknown[] =>
  (JSON.parse(decodeURIComponent(text).replaceAll("'", '"')) as { readonly Statement: readonly unknown[] }).Statement;

/** The settings of a function. */
export async function functionOf({ lambda }: Asked, name: string): Promise<FunctionConfiguration> {
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
  const found = Functions.find(({ FunctionName }) => FunctionName === name);
  if (found === undefined) throw new Error(`function ${name} is not there`);
  return found;
}

type Template = Readonly<
  Record<
    string,
    { readonly Properties: { readonly FunctionName?: string; readonly Code?: { readonly S3Key: string } } }
  >
>;

/** Unpacks a function's code, as cdk's own bucket holds it, into a folder. */
export async function unpackCode({ cloudformation, url }: Asked, stack: string, name: string, folder: string) {
  const { TemplateBody = "" } = await cloudformation.send(new GetTemplateCommand({ StackName: stack }));
  const { Resources } = JSON.parse(TemplateBody) as { readonly Resources: Template };
  const { Code } = Object.values(Resources).find((each) => each.Properties.FunctionName === name)?.Properties ?? {};
  const bytes = await objectOf(url, `${assetBucket(await cloudformation.config.region())}/${Code?.S3Key}`);
  for (const [file, content] of Object.entries(unzipSync(bytes))) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
}

const assetBucket = (region: string) => `cdk-hnb659fds-assets-${AWS_ACCOUNT}-${region}`;

async function objectOf(url: string, path: string): Promise<Uint8Array> {
  const authorization = "AWS4-HMAC-SHA256 Credential=k/20260101/r/s3/aws4_request, SignedHeaders=host, Signature=s";
  const answer = await fetch(`${url}/${path}`, { headers: { authorization } });
  if (!answer.ok) throw new Error(`there is no ${path}: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}
