// A Lambda runtime, run as a process of its own: loads the bundle, then carries out one call after the other.

import { createRequire } from "node:module";
import { join } from "node:path";
import type { Context } from "aws-lambda";
import { dieWithParent } from "../process/lifeline.ts";
import { memoryGiven } from "../process/memory-limit.ts";
import { type Call, runtimeClient } from "./runtime-client.ts";

type Handler = (event: unknown, context: Context) => unknown;

/** How the official runtime ends after an error that nobody caught. */
const UNCAUGHT_EXIT_CODE = 129;

dieWithParent(memoryGiven(process.argv));
const { env } = process;
const client = runtimeClient(env["AWS_LAMBDA_RUNTIME_API"] ?? "");
let currentId: string | undefined;
let isInitialized = false;

process.on("uncaughtException", async (error) => {
  console.error(error);
  // Between two calls there is nobody to tell but the log.
  if (currentId !== undefined || !isInitialized) await client.fail(currentId, error).catch(() => {});
  process.exit(UNCAUGHT_EXIT_CODE);
});

const handler = loadHandler();
// What the bundle left to reject by itself shows up now, while it still counts as a failed start.
await new Promise((resolve) => setImmediate(resolve));
isInitialized = true;
for (;;) await carryOut(await client.next());

function loadHandler(): Handler {
  const [file = "", name = ""] = (env["_HANDLER"] ?? "").split(".");
  const exported: Readonly<Record<string, unknown>> = createRequire(import.meta.url)(
    join(env["LAMBDA_TASK_ROOT"] ?? "", `${file}.cjs`),
  );
  const found = exported[name];
  if (typeof found === "function") return found as Handler;
  throw Object.assign(new Error(`${file}.${name} is not a function: expected the bundle to export it`), {
    name: "Runtime.HandlerNotFound",
  });
}

async function carryOut(call: Call): Promise<void> {
  currentId = call.id;
  env["_X_AMZN_TRACE_ID"] = call.traceId;
  let json: string;
  try {
    json = JSON.stringify((await handler(JSON.parse(call.payload), contextOf(call))) ?? null);
  } catch (thrown) {
    console.error(thrown);
    await client.fail(call.id, thrown);
    currentId = undefined;
    return;
  }
  await client.respond(call.id, json);
  currentId = undefined;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html; callbacks are gone with Node 24. */
function contextOf({ id, deadlineMs, functionArn }: Call): Context {
  const gone = () => {
    throw new Error("callbacks are not supported: expected an async handler");
  };
  return {
    awsRequestId: id,
    callbackWaitsForEmptyEventLoop: false,
    functionName: env["AWS_LAMBDA_FUNCTION_NAME"] ?? "",
    functionVersion: env["AWS_LAMBDA_FUNCTION_VERSION"] ?? "",
    invokedFunctionArn: functionArn,
    memoryLimitInMB: env["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] ?? "",
    logGroupName: env["AWS_LAMBDA_LOG_GROUP_NAME"] ?? "",
    logStreamName: env["AWS_LAMBDA_LOG_STREAM_NAME"] ?? "",
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
    done: gone,
    fail: gone,
    succeed: gone,
  };
}
