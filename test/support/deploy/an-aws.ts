// An AWS to deploy to: moto, bootstrapped by the real cdk, and clients to read back what a deployment has made.

import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SQSClient } from "@aws-sdk/client-sqs";
import { startMoto } from "../party/moto.ts";
import { runProgram } from "./run-program.ts";

/** Where a deployment goes in tests. */
export const AWS_ACCOUNT = "111122223333";
const REGION = "eu-west-1";

/** Texts that must not stand in anything that is printed or kept. */
export const AWS_KEYS = { AWS_ACCESS_KEY_ID: "AKIAHOPSPANHOPSPANHO", AWS_SECRET_ACCESS_KEY: "this-is-the-secret-key" };

export type Aws = Awaited<ReturnType<typeof anAws>>;

/** To be called only where moto is not missing. Gone with `stop`. */
export async function anAws(regions: readonly string[] = [REGION]) {
  const party = await startMoto(AWS_ACCOUNT);
  const home = mkdtempSync(join(tmpdir(), "hopspan-aws-"));
  // cdk reaches the buckets of moto by this name only.
  const url = `http://localhost:${party.host.split(":")[1]}`;
  const environment = {
    ...AWS_KEYS,
    HOME: home,
    PATH: [dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter),
    AWS_ENDPOINT_URL: url,
    AWS_ENDPOINT_URL_S3: url,
    AWS_REGION: REGION,
    AWS_EC2_METADATA_DISABLED: "true",
    // moto forgets a change set's parameters.
    CDK_METHOD: "direct",
    CDK_DISABLE_CLI_TELEMETRY: "true",
    // The templates' own checks are held to elsewhere, and take their time.
    CDK_VALIDATION: "false",
  };
  const at = (region: string) => ({ endpoint: url, region, credentials: { accessKeyId: "k", secretAccessKey: "s" } });
  const stop = async () => {
    await party.stop();
    rmSync(home, { recursive: true, force: true });
  };
  const aws = {
    url,
    environment,
    /** What cdk needs for a change: moto fails where a parameter keeps its earlier value. cdk then never skips a stack. */
    changing: { ...environment, CDK_PREVIOUS_PARAMETERS: "false" },
    /** `cdk WORDS` with the app of cdk.json, where no other is named. */
    cdk: (words: readonly string[], env: NodeJS.ProcessEnv = environment) => cdk(words, env),
    cloudformation: new CloudFormationClient(at(REGION)),
    iam: new IAMClient(at(REGION)),
    lambda: new LambdaClient(at(REGION)),
    sqs: new SQSClient(at(REGION)),
    party,
    stop,
  };
  const places = regions.map((region) => `aws://${AWS_ACCOUNT}/${region}`);
  const { code, err } = await cdk(["bootstrap", ...places, "--app", "", "--output", join(home, "out")], environment);
  if (code === 0) return aws;
  await stop();
  throw new Error(`cdk bootstrap ended with ${code}: ${err}`);
}

/** An AWS that lets nobody in, and says so at once. */
export async function aClosedAws() {
  const server = createServer((_, response) => {
    const body = "<ErrorResponse><Error><Code>AccessDenied</Code><Message>closed</Message></Error></ErrorResponse>";
    response.writeHead(403, { "content-type": "text/xml" }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    environment: { AWS_ENDPOINT_URL: url, AWS_ENDPOINT_URL_S3: url },
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

const root = join(import.meta.dirname, "../../..");

const cdk = (words: readonly string[], environment: NodeJS.ProcessEnv) =>
  runProgram(process.execPath, [join(root, "node_modules/aws-cdk/bin/cdk"), ...words, "--no-notices", "--no-color"], {
    folder: root,
    environment,
  });
