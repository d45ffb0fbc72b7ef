// One object over HTTP, up or down: bounded in time and in size, and tried again where that helps.

import { request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import { setTimeout as pause } from "node:timers/promises";
import type { Budget } from "../core/ports.ts";

/** A GET, or a PUT with a body; what proves whose it is stands in it already. */
export interface ObjectRequest {
  readonly method?: "PUT";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** `body` has at most the bytes that were asked for: what goes beyond is cut off, and `isWhole` says so. */
export interface ObjectAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
  readonly isWhole: boolean;
}

/** How much of an answer is taken in, and how long it may take. */
export interface ObjectBounds {
  readonly mostBytes: number;
  readonly budget: Budget;
}

/** As the engine of the sinks has them: three tries, each of no more than this, with a pause between. Ours, in milliseconds. */
const ATTEMPTS = 3;
const ATTEMPT_MS = 10_000;
const PAUSE_MS = 100;
/** With less than this left nothing is begun. */
const LEAST_MS = 50;

/**
 * Any answer but "too many" (429) and a server's own failure (5xx), or the last one within the budget. `make` is called for
 * each try, since a signature is good for its moment only. Rejects with what the network said, or what `make` did.
 */
export async function objectAnswer(make: () => Promise<ObjectRequest>, bounds: ObjectBounds): Promise<ObjectAnswer> {
  const { budget } = bounds;
  for (let attempt = 1; ; attempt++) {
    const request = await make();
    const pauseMs = PAUSE_MS * 2 ** (attempt - 1) * Math.random();
    const isLast = () => attempt === ATTEMPTS || budget.remainingMs() <= pauseMs + LEAST_MS;
    const answer = await once(request, bounds).catch((thrown: unknown) => {
      if (isLast()) throw thrown;
    });
    if (answer !== undefined && ((answer.status !== 429 && answer.status < 500) || isLast())) return answer;
    await pause(pauseMs);
  }
}

/** Node's `fetch` would do the same, and would load a client of its own. */
function once(request: ObjectRequest, { mostBytes, budget }: ObjectBounds): Promise<ObjectAnswer> {
  const { url, headers, body } = request;
  const send = url.protocol === "https:" ? tlsRequest : plainRequest;
  const signal = AbortSignal.timeout(Math.max(1, Math.floor(Math.min(ATTEMPT_MS, budget.remainingMs()))));
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const options = { method: request.method ?? "GET", headers: { ...headers, ...length }, signal };
    const outgoing = send(url, options, async (incoming) => {
      try {
        const chunks: Buffer[] = [];
        let left = mostBytes;
        for await (const chunk of incoming as AsyncIterable<Buffer>) {
          chunks.push(chunk.subarray(0, Math.max(0, left)));
          left -= chunk.length;
          if (left < 0) break;
        }
        if (left < 0) incoming.destroy();
        const taken = Buffer.concat(chunks);
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: taken, isWhole: left >= 0 });
      } catch (thrown) {
        reject(thrown);
      }
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** The network's own word for what went wrong, as `ECONNREFUSED` or `TimeoutError`. */
export function networkCode(thrown: unknown): string {
  const { cause = thrown } = Object(thrown) as { readonly cause?: unknown };
  const { code, name } = Object(cause) as { readonly code?: unknown; readonly name?: unknown };
  return typeof code === "string" ? code : String(name);
}
