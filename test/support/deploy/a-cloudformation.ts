// An AWS of which only stacks can be asked, as it is told to answer: STS and CloudFormation, in their own XML.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A stack as it stands; absent where there is none of the name. */
export interface StandingStack {
  readonly status: string;
  readonly template?: object;
}

/** How roles and stacks answer. `refuses` names actions that are denied. */
export interface AwsAnswers {
  readonly account?: string;
  readonly stacks?: Readonly<Record<string, StandingStack>>;
  readonly refuses?: readonly string[];
}

/** `asked` has each action with what it was about and whose keys it came with, in the order in which they came. */
export async function aCloudFormation(answers: AwsAnswers = {}) {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    const [action, about] = [form.get("Action") ?? "", form.get("StackName") ?? form.get("RoleArn") ?? ""];
    const key = /Credential=([^/]+)\//.exec(request.headers.authorization ?? "")?.[1] ?? "nobody";
    asked.push(`${key} ${action} ${about}`.trim());
    const { status, body } = answer(action, about, answers);
    response.writeHead(status, { "content-type": "text/xml" }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    asked,
    environment: { AWS_ENDPOINT_URL_STS: url, AWS_ENDPOINT_URL_CLOUDFORMATION: url },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

function answer(action: string, about: string, { account = "111122223333", stacks = {}, refuses = [] }: AwsAnswers) {
  if (refuses.includes(action)) return refusal("AccessDenied", "not you", 403);
  const ok = (result: string) => ({
    status: 200,
    body: `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`,
  });
  if (action === "GetCallerIdentity") return ok(`<Account>${account}</Account>`);
  if (action === "AssumeRole")
    return ok(
      "<Credentials><AccessKeyId>LOOKUP</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken></Credentials>",
    );
  const stack = stacks[about];
  if (stack === undefined) return refusal("ValidationError", `Stack with id ${about} does not exist`, 400);
  if (action === "DescribeStacks")
    return ok(`<Stacks><member><StackStatus>${stack.status}</StackStatus></member></Stacks>`);
  const template = JSON.stringify(stack.template ?? {})
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;");
  return ok(`<TemplateBody>${template}</TemplateBody>`);
}

const refusal = (code: string, message: string, status: number) => ({
  status,
  body: `<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
});

/** A template with these queues: each with how long it keeps messages, in seconds. */
export const queuesTemplate = (queues: Readonly<Record<string, number>>): object => ({
  Resources: Object.fromEntries(
    Object.entries(queues).map(([QueueName, MessageRetentionPeriod], at) => [
      `Queue${at}`,
      { Type: "AWS::SQS::Queue", Properties: { QueueName, MessageRetentionPeriod } },
    ]),
  ),
});
