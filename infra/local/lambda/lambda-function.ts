// A Lambda function on this machine: calls find a free execution environment, or a new one is started for them.

import { startGate } from "../process/start-gate.ts";
import { type FunctionError, functionError, type Invocation, PAYLOAD_BYTES } from "./invocation.ts";
import { runtimeApi } from "./runtime-api.ts";
import { type Sandbox, type SandboxOptions, sandbox } from "./sandbox.ts";

/** A process of the function came or went. */
export interface ProcessEvent {
  readonly kind: "started" | "ended";
  readonly pid: number;
}

/** What a function is. */
export interface LambdaFunctionOptions extends Omit<SandboxOptions, "initSeconds"> {
  /** How many environments there may be at a time. */
  readonly maxConcurrency: number;
  /** How long a start may take: 10 s where absent, https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html */
  readonly initSeconds?: number;
  /** `onLog` is called for each line that a process writes; this for each process. */
  readonly onEvent?: (event: ProcessEvent) => void;
}

/** A function that can be called. */
export interface LambdaFunction {
  /**
   * Never rejects. A failure says what failed: the error that the handler threw, by its name; `Sandbox.Timedout`;
   * `Runtime.ExitError` for a process that ended; the first line of what was thrown at load;
   * `RequestEntityTooLarge` for an event over 6 MB; `TooManyRequestsException` where every environment is busy;
   * `ServiceException` once the function is closed.
   */
  invoke(event: unknown): Promise<Invocation>;
  /** Of all processes that live. */
  pids(): readonly number[];
  /** Ends every process at once, with the calls that run in it. Resolves when all are gone. */
  close(): Promise<void>;
}

const INIT_SECONDS = 10;
const CLOSED = functionError("ServiceException", "the function is closed");
const THROTTLED = functionError(
  "TooManyRequestsException",
  "every environment is busy: the function's concurrency is reached",
);

/** Starts no process before the first call. After a crash the next start waits, longer with each one in a row. */
export function lambdaFunction({ maxConcurrency, onEvent, ...options }: LambdaFunctionOptions): LambdaFunction {
  const { initSeconds = INIT_SECONDS } = options;
  const closing = new AbortController();
  const gate = startGate();
  const idle: Sandbox[] = [];
  const living = new Set<Sandbox>();
  let calls = 0;

  async function start(): Promise<Sandbox | FunctionError> {
    await gate.pass(closing.signal);
    const api = await runtimeApi();
    if (closing.signal.aborted) {
      api.close();
      return CLOSED;
    }
    const box = sandbox(api, { ...options, initSeconds });
    living.add(box);
    tell("started", box);
    void box.ended.then(() => {
      living.delete(box);
      tell("ended", box);
    });
    const failure = await box.ready;
    if (failure === undefined) return box;
    gate.shut();
    await box.ended;
    return failure;
  }

  function tell(kind: ProcessEvent["kind"], { pid }: Sandbox): void {
    if (pid !== undefined) onEvent?.({ kind, pid });
  }

  function takeIdle(): Sandbox | undefined {
    for (let box = idle.pop(); box !== undefined; box = idle.pop()) if (living.has(box)) return box;
    return undefined;
  }

  async function call(payload: string): Promise<Invocation> {
    const box = takeIdle() ?? (await start());
    if ("kind" in box) return closing.signal.aborted ? CLOSED : box;
    const invocation = await box.invoke(payload);
    if (living.has(box)) {
      gate.reset();
      idle.push(box);
    } else gate.shut();
    return invocation;
  }

  async function invoke(event: unknown): Promise<Invocation> {
    if (closing.signal.aborted) return CLOSED;
    if (calls >= maxConcurrency) return THROTTLED;
    const payload = JSON.stringify(event ?? null);
    if (Buffer.byteLength(payload) > PAYLOAD_BYTES)
      return functionError("RequestEntityTooLarge", `the event is over ${PAYLOAD_BYTES} bytes`);
    calls += 1;
    try {
      return await call(payload);
    } catch (thrown) {
      if (closing.signal.aborted) return CLOSED;
      throw thrown;
    } finally {
      calls -= 1;
    }
  }

  async function close(): Promise<void> {
    closing.abort();
    for (const box of living) box.kill();
    await Promise.all([...living].map(({ ended }) => ended));
  }
  return { invoke, pids: () => [...living].flatMap(({ pid }) => pid ?? []), close };
}
