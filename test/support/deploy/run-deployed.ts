// A function as it was deployed, run on this machine: its own code, settings and mapping, read back from the cloud.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UpdateEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import { eventSource } from "../../../infra/local/lambda/event-source.ts";
import { lambdaFunction } from "../../../infra/local/lambda/lambda-function.ts";
import { queueUrl } from "../../../shared/brokers/sqs/endpoint.ts";
import { AWS_ACCOUNT, type Aws } from "./an-aws.ts";
import { functionOf, mappingsOf, unpackCode } from "./read-back.ts";

/** What Lambda itself would tell the function, and where the two clouds are. */
export interface Surroundings {
  readonly stack: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly onLog: (line: string) => void;
}

/** Runs until `stop`, which waits for what is out and leaves no process. Nothing of the repository's own link is used. */
export async function runDeployed(aws: Aws, name: string, { stack, environment, onLog }: Surroundings) {
  const folder = mkdtempSync(join(tmpdir(), "hopspan-deployed-"));
  const [settings, mappings] = [await functionOf(aws, name), await mappingsOf(aws)];
  await unpackCode(aws, stack, name, folder);
  const mapping = mappings[name];
  if (mapping === undefined) throw new Error(`function ${name} is fed by nothing`);
  const [, , , region = "", account = AWS_ACCOUNT, queue = ""] = mapping.queueArn.split(":");
  // moto takes messages for the function too, which it can't run, and gives them back in any order.
  const isFed = (Enabled: boolean) =>
    aws.lambda.send(new UpdateEventSourceMappingCommand({ UUID: mapping.id, Enabled }));
  await isFed(false);
  // Lambda unpacks a function's code there, and its settings speak of it.
  const variables = Object.entries(settings.Environment?.Variables ?? {}).map(([key, value]) => [
    key,
    value.replace(/^\/var\/task/, folder),
  ]);
  const lambda = lambdaFunction({
    name,
    bundle: folder,
    environment: { ...environment, ...Object.fromEntries(variables) },
    timeoutSeconds: settings.Timeout ?? 0,
    maxConcurrency: 5,
    onLog,
  });
  const source = eventSource({
    client: aws.sqs,
    queueUrl: queueUrl({ region, account, queue }),
    queueArn: mapping.queueArn,
    region,
    fifo: queue.endsWith(".fifo"),
    batch: mapping,
    // moto may hand out a group to two receives at a time, out of order.
    maxConcurrency: 1,
    invoke: (event) => lambda.invoke(event),
    onSettled: ({ invocation }) => {
      if (invocation.kind === "error") onLog(`${name}: ${invocation.message}`);
    },
  });
  return {
    async stop() {
      await source.stop();
      await lambda.close();
      await isFed(true);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
