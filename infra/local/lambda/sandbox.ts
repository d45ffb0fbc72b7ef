// One execution environment of a Lambda function: a process with a Runtime API of its own, and one call at a time.

import { randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";
import { startChild } from "../process/child.ts";
import { freezer } from "../process/freezer.ts";
import { within } from "../process/within.ts";
import { exitWords, ofRequest } from "./exit-words.ts";
import { type FunctionError, functionError, type Invocation } from "./invocation.ts";
import type { RuntimeApi } from "./runtime-api.ts";

/** What an environment is made for. */
export interface SandboxOptions {
  readonly name: string;
  /** A folder with `index.cjs`, which exports `handler`. */
  readonly bundle: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  /** A process that holds more is ended; no limit where absent, and the function is told of 512. */
  readonly memoryMb?: number;
  /** The file that starts `aws-lambda-ric`; our own small runtime where absent. */
  readonly runtime?: string;
  /** Whether the process stands still between two calls, as on Lambda. */
  readonly freezes?: boolean;
  readonly initSeconds: number;
  readonly onLog: (line: string) => void;
}

/** A started environment. */
export interface Sandbox {
  readonly pid: number | undefined;
  /** Resolves with nothing once it can be called; with the reason where it can't: then it has been ended. */
  readonly ready: Promise<FunctionError | undefined>;
  /** Resolves when its process is gone. */
  readonly ended: Promise<FunctionError>;
  /**
   * To be called once it is ready, for one call at a time. Resolves when it can be called again, or has ended. A call
   * that takes longer than the timeout is ended with its process.
   */
  invoke(payload: string): Promise<Invocation>;
  kill(): void;
}

/** How long a process may take from its answer to its next question. */
const TURN_MS = 1_000;

const MEMORY_MB = 512;

/** Starts the process; `api` is its own, and closed when the process ends. */
export function sandbox(api: RuntimeApi, options: SandboxOptions): Sandbox {
  const { name, bundle, timeoutSeconds, memoryMb, freezes = false, runtime, initSeconds, onLog } = options;
  const child = startChild({
    script: runtime ?? join(import.meta.dirname, "bootstrap.ts"),
    isForeign: runtime !== undefined,
    folder: bundle,
    memoryMb,
    environment: runtimeEnvironment(api.address, options),
    onLine: onLog,
  });
  const cold = freezer(child);
  const ended = child.ended.then((end) => {
    api.close();
    return end;
  });
  const early = ended.then(({ how }) => functionError("Runtime.ExitError", `the process ${how}`));
  const late = (what: string, seconds: number) =>
    functionError("Sandbox.Timedout", `${what} timed out after ${seconds.toFixed(2)} seconds`);
  const ready = within<FunctionError | undefined>(initSeconds * 1_000, Promise.race([api.initialized, early]), () =>
    late("the start", initSeconds),
  ).then((failure) => {
    if (failure !== undefined) child.kill();
    return failure;
  });

  const returns = () =>
    within(TURN_MS, Promise.race([api.asked().then(() => true), ended.then(() => false)]), () => false);

  async function invoke(payload: string): Promise<Invocation> {
    const timeoutMs = timeoutSeconds * 1_000;
    const id = randomUUID();
    cold.thaw();
    const job = {
      id,
      payload,
      deadlineMs: Date.now() + timeoutMs,
      functionArn: functionArn(name, options.environment),
      traceId: traceId(),
    };
    const timedOut = late(ofRequest(id, "Task"), timeoutSeconds);
    const lost = ended.then((end) => functionError("Runtime.ExitError", ofRequest(id, exitWords(end))));
    const invocation = await within<Invocation>(timeoutMs, Promise.race([api.run(job), lost]), () => timedOut);
    const isBack = invocation !== timedOut && (await returns());
    if (isBack && freezes) cold.freeze();
    if (!isBack) {
      child.kill();
      await ended;
    }
    return invocation;
  }
  return { pid: child.pid, ready, ended: early, invoke, kill: child.kill };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
function runtimeEnvironment(
  api: string,
  { name, bundle, environment, memoryMb = MEMORY_MB }: SandboxOptions,
): Readonly<Record<string, string>> {
  return {
    ...environment,
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: `[$LATEST]${randomBytes(16).toString("hex")}`,
    AWS_LAMBDA_RUNTIME_API: api,
    LAMBDA_TASK_ROOT: bundle,
    TZ: ":UTC",
    _HANDLER: "index.handler",
  };
}

const functionArn = (name: string, environment: Readonly<Record<string, string>>) =>
  `arn:aws:lambda:${environment["AWS_REGION"] ?? "us-east-1"}:000000000000:function:${name}`;

/** https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader */
function traceId(): string {
  const seconds = Math.floor(Date.now() / 1_000).toString(16);
  return `Root=1-${seconds}-${randomBytes(12).toString("hex")};Parent=${randomBytes(8).toString("hex")};Sampled=0`;
}
