// Clients that others wrote in Python: the AWS command line, and boto3.

import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { findProgram } from "./process.ts";

const aws = findProgram("aws");
const python = findProgram("python3");

/** What is missing to run the AWS command line; nothing where it can be run. */
export const awsMissing = aws === undefined ? "aws is not on the PATH" : undefined;

/** Likewise of boto3. */
export const boto3Missing =
  python === undefined || spawnSync(python, ["-c", "import boto3"], { stdio: "ignore" }).status !== 0
    ? "python3 with boto3 is not on the PATH"
    : undefined;

const run = promisify(execFile);

/** What both need of their surroundings: nothing of the machine's own settings or keys is read. */
const environmentOf = (endpoint: string): NodeJS.ProcessEnv => ({
  ...process.env,
  AWS_ENDPOINT_URL_SQS: endpoint,
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  AWS_DEFAULT_REGION: "eu-west-1",
  AWS_CONFIG_FILE: "/dev/null",
  AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_PAGER: "",
  PYTHONDONTWRITEBYTECODE: "1",
});

/** Runs `aws sqs` and gives what it prints, as JSON. Rejects with what it says where it fails. */
export async function runAws(endpoint: string, ...words: readonly string[]): Promise<unknown> {
  // Version 1 has to be told on the line.
  const all = ["--endpoint-url", endpoint, "--output", "json", "sqs", ...words];
  const { stdout } = await run(aws ?? "aws", all, { env: environmentOf(endpoint) });
  return stdout.trim() === "" ? undefined : JSON.parse(stdout);
}

/** Runs a script that has `sqs`, a client of boto3, and gives what it prints, as JSON. */
export async function runBoto3(endpoint: string, script: string): Promise<unknown> {
  const start = "import boto3, json, threading\nsqs = boto3.client('sqs')\n";
  const { stdout } = await run(python ?? "python3", ["-c", start + script], { env: environmentOf(endpoint) });
  return JSON.parse(stdout);
}
