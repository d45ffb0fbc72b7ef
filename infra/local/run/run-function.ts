// A Cloud Run function on this machine: a front with a stable address, and instances behind it that come and go.

import { Agent, createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answerPlainly, forward, isTooLarge } from "./forward.ts";
import type { InstanceOptions } from "./instance-process.ts";
import { pool } from "./pool.ts";

/** What a function is. */
export interface RunFunctionOptions extends InstanceOptions {
  /** How long a request may take, from the moment in which an instance has it. */
  readonly timeoutSeconds: number;
  /** Requests that one instance has at a time: 80, as for services, https://docs.cloud.google.com/run/docs/about-concurrency */
  readonly concurrency?: number;
  /** 1 where absent: enough for one machine. */
  readonly maxInstances?: number;
  /** How long a request waits for a place: 10 s, https://docs.cloud.google.com/run/docs/about-instance-autoscaling */
  readonly queueSeconds?: number;
}

/** A function that can be called by HTTP. */
export interface RunFunction {
  /** The same as long as the function lives, whatever becomes of its instances. */
  readonly url: string;
  /** Starts an instance where there is none; resolves with nothing once it serves, with the reason where it can't. */
  warm(): Promise<string | undefined>;
  /** Of all processes that live. */
  pids(): readonly number[];
  /** Takes nothing more, answers what is on its way, ends all processes. */
  close(): Promise<void>;
}

const CONCURRENCY = 80;
const QUEUE_SECONDS = 10;

/** Longer than clients keep an idle connection, so that it is they who close it and no request meets a closed one. */
const KEEP_ALIVE_MS = 75_000;

/**
 * Resolves when the front listens, on a free port of loopback. A caller gets what the instance answers; 413 for a body
 * over 32 MB, 429 where no instance has a place for it in time, 503 where none can start or its own has crashed, 504
 * after `timeoutSeconds`. The instance goes on then; if it still has not answered after twice that time, it is ended.
 */
export async function runFunction(options: RunFunctionOptions): Promise<RunFunction> {
  const { concurrency = CONCURRENCY, maxInstances = 1, queueSeconds = QUEUE_SECONDS } = options;
  const { name, timeoutSeconds, onLog } = options;
  const agent = new Agent({ keepAlive: true });
  const instances = pool({ ...options, concurrency, maxInstances });
  const open = new Set<Promise<void>>();

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A caller that breaks off is seen by `forward`, or has not got a place yet.
    request.on("error", () => {});
    response.on("error", () => {});
    if (isTooLarge(request)) return answerPlainly(response, 413);
    const got = await instances.take(queueSeconds);
    if ("status" in got) return answerPlainly(response, got.status);
    const { port, gone, leave, kill } = got;
    if (response.destroyed) return leave(false);
    const onLate = () => onLog(`a request to ${name} took longer than ${timeoutSeconds} seconds`);
    const parts = { port, agent, gone, timeoutMs: timeoutSeconds * 1_000, onLate, onHung: kill };
    void forward(request, response, parts).then(leave);
    return closed(response);
  }

  const server = createServer((request, response) => {
    const handled = handle(request, response).finally(() => open.delete(handled));
    open.add(handled);
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.listen(0, "127.0.0.1");
  await new Promise((resolve, reject) => server.once("listening", resolve).once("error", reject));

  async function warm(): Promise<string | undefined> {
    // A start has a limit of its own, which may be more than a request would wait: so the reason is always the true one.
    const got = await instances.take();
    if ("status" in got) return got.reason;
    got.leave(false);
    return undefined;
  }

  async function close(): Promise<void> {
    const gone = new Promise((resolve) => server.close(resolve));
    // What came on a connection that was open already has begun meanwhile: it is answered too.
    while (open.size > 0) await Promise.all(open);
    await instances.close();
    server.closeAllConnections();
    agent.destroy();
    await gone;
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, warm, pids: instances.pids, close };
}

/** Resolves when the response has been given, or its caller has gone. */
function closed(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    if (response.destroyed) resolve();
    else response.once("close", resolve);
  });
}
