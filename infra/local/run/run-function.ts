// A Cloud Run function on this machine: a front with a stable address, and instances behind it that come and go.

import { Agent, createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { startGate } from "../process/start-gate.ts";
import { within } from "../process/within.ts";
import { type Instance, type InstanceOptions, startInstance } from "./instance-process.ts";

/** What a function is. */
export interface RunFunctionOptions extends InstanceOptions {
  readonly timeoutSeconds: number;
  /** Requests that one instance has at a time: 80, as for services, https://docs.cloud.google.com/run/docs/about-concurrency */
  readonly concurrency?: number;
  /** 1 where absent: enough for one machine. */
  readonly maxInstances?: number;
}

/** A function that can be called by HTTP. */
export interface RunFunction {
  readonly url: string;
  /** Starts an instance where there is none; resolves with nothing once it serves, with the reason where it can't. */
  warm(): Promise<string | undefined>;
  /** Of all processes that live. */
  pids(): readonly number[];
  /** Takes nothing more, waits for what is on its way, ends all processes. */
  close(): Promise<void>;
}

/** https://docs.cloud.google.com/functions/quotas */
const REQUEST_BYTES = 32 * 1024 * 1024;

/**
 * 429 where every instance is full, 503 where none can start or one has crashed, 504 after `timeoutSeconds`; an instance
 * that still hangs after twice that time is ended. After a crash the next start waits, longer with each one in a row.
 */
export async function runFunction(options: RunFunctionOptions): Promise<RunFunction> {
  const { concurrency = 80, maxInstances = 1, timeoutSeconds, onLog } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency * maxInstances });
  const closing = new AbortController();
  const gate = startGate();
  const serving = new Map<Instance, number>();
  const living = new Set<Instance>();
  let starting: Promise<string | undefined> | undefined;

  const start = async (): Promise<string | undefined> => {
    await gate.pass(closing.signal);
    const instance = startInstance(options);
    living.add(instance);
    void instance.ended.then((how) => {
      living.delete(instance);
      serving.delete(instance);
      gate.shut();
      if (!closing.signal.aborted) onLog(`an instance of ${options.name} ${how}`);
    });
    const told = await instance.ready;
    if ("failure" in told) {
      onLog(`${options.name} can't start: ${told.failure}`);
      return told.failure;
    }
    gate.reset();
    serving.set(instance, told.port);
    return undefined;
  };
  const more = (): Promise<string | undefined> => {
    starting ??= start()
      .catch(() => "the function is closed")
      .finally(() => {
        starting = undefined;
      });
    return starting;
  };
  const free = (): Instance | undefined => {
    const [least] = [...serving.keys()].sort((a, b) => a.requests - b.requests);
    return least !== undefined && least.requests < concurrency ? least : undefined;
  };

  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    if (Number(incoming.headers["content-length"] ?? 0) > REQUEST_BYTES) return end(incoming, outgoing, 413);
    let instance = free();
    if (instance === undefined && living.size < maxInstances + (starting === undefined ? 0 : 1)) {
      if ((await more()) !== undefined) return end(incoming, outgoing, 503);
      instance = free();
    }
    if (instance === undefined) return end(incoming, outgoing, 429);
    await forward(incoming, outgoing, instance);
  };

  const forward = async (incoming: IncomingMessage, outgoing: ServerResponse, instance: Instance): Promise<void> => {
    instance.requests++;
    const done = relayRequest(incoming, outgoing, { agent, port: serving.get(instance) ?? 0 }).finally(() => {
      instance.requests--;
    });
    const isOver = await within(
      timeoutSeconds * 1_000,
      done.then(() => true),
      () => false,
    );
    if (isOver) return;
    if (!outgoing.headersSent) outgoing.writeHead(504).end();
    onLog(`a request to ${options.name} took longer than ${timeoutSeconds} seconds`);
    // Cloud Run lets the instance go on; one that is stuck for good would hold its place for ever here.
    const isLate = await within(
      timeoutSeconds * 1_000,
      done.then(() => false),
      () => true,
    );
    if (isLate) instance.kill();
  };

  const server = createServer((incoming, outgoing) => void handle(incoming, outgoing));
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    warm: () => (serving.size > 0 ? Promise.resolve(undefined) : more()),
    pids: () => [...living].flatMap(({ pid }) => pid ?? []),
    async close() {
      closing.abort();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      await within(timeoutSeconds * 1_000, closed, () => undefined);
      server.closeAllConnections();
      for (const instance of living) instance.kill();
      await Promise.all([...living].map(({ ended }) => ended));
      agent.destroy();
    },
  };
}

function end(incoming: IncomingMessage, outgoing: ServerResponse, status: number): void {
  incoming.resume();
  outgoing.writeHead(status).end();
}

/** Resolves when the instance has answered, or its connection is lost: then the answer is 503. */
function relayRequest(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { agent, port }: { readonly agent: Agent; readonly port: number },
): Promise<void> {
  return new Promise((resolve) => {
    const { method, url, headers } = incoming;
    const inner = httpRequest({ host: "127.0.0.1", port, agent, method, path: url, headers }, (response) => {
      if (!outgoing.headersSent) outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing, { end: true });
      response.on("close", resolve);
    });
    inner.on("error", () => {
      if (!outgoing.headersSent) outgoing.writeHead(503).end();
      resolve();
    });
    incoming.pipe(inner);
  });
}
