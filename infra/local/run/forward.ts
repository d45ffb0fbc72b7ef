// Carries one request from the front to an instance and its answer back, as streams, whatever breaks on the way.

import { type Agent, type IncomingMessage, request as openRequest, type ServerResponse } from "node:http";
import { within } from "../process/within.ts";

/** Where a request goes, and how long it may take there. */
export interface ForwardParts {
  readonly port: number;
  readonly agent: Agent;
  /** Resolves when the instance's process is gone. */
  readonly gone: Promise<unknown>;
  /** When the caller is told 504; the instance goes on. */
  readonly timeoutMs: number;
  /** Called after the timeout, if the caller was still waiting. */
  readonly onLate: () => void;
  /** Called after twice the timeout, if the instance still has not answered. */
  readonly onHung: () => void;
}

/** The largest request that Cloud Run takes: https://docs.cloud.google.com/functions/quotas */
const REQUEST_BYTES = 32 * 1_048_576;

/** A connection breaks a moment before its process is known to be gone: the caller is told when the next may serve. */
const CRASH_MS = 200;

/** They belong to one connection: https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1. The front has met `expect` itself. */
const OF_THE_CONNECTION = new Set([
  "connection",
  "expect",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Answers without a body, unless something was answered before: then all that is left is to cut the connection. */
export function answerPlainly(response: ServerResponse, status: number): void {
  if (response.headersSent) response.destroy();
  else response.writeHead(status, status === 413 ? { Connection: "close" } : {}).end();
}

/** Whether a request says by itself that it is too large. */
export function isTooLarge({ headers }: IncomingMessage): boolean {
  return Number(headers["content-length"] ?? 0) > REQUEST_BYTES;
}

/**
 * Resolves when the instance is done with the request: true where it has answered to the end. The caller gets that
 * answer; 504 after the timeout; 503 where the connection broke; 413 where the body grows beyond 32 MB.
 */
export function forward(request: IncomingMessage, response: ServerResponse, parts: ForwardParts): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const { port, agent, gone, timeoutMs, onLate, onHung } = parts;
  const headers = ofTheMessage(request);
  const upstream = openRequest({ host: "127.0.0.1", port, agent, method: request.method, path: request.url, headers });
  let isOver = false;
  const conclude = (status: number) => {
    if (!isOver) answerPlainly(response, status);
    isOver = true;
  };

  const late = setTimeout(() => {
    if (!isOver) onLate();
    conclude(504);
  }, timeoutMs);
  const hung = setTimeout(onHung, 2 * timeoutMs);
  const end = (hasAnswered: boolean) => {
    clearTimeout(late);
    clearTimeout(hung);
    resolve(hasAnswered);
  };

  const lose = async () => {
    if (!isOver) await within(CRASH_MS, gone, () => undefined);
    conclude(503);
    end(false);
  };

  upstream.on("response", (answer) => {
    answer.on("error", () => {});
    answer.once("close", () => {
      if (answer.complete) end(true);
      else void lose();
    });
    // Read to its end also where nobody waits for it any more: only then is the instance done.
    response.once("close", () => answer.unpipe().resume());
    if (isOver) return answer.resume();
    response.writeHead(answer.statusCode ?? 502, ofTheMessage(answer));
    return answer.pipe(response);
  });
  upstream.on("error", () => void lose());
  response.once("close", () => {
    isOver = true;
    // A request that came in full is finished without its caller; the rest of another will never come.
    if (!request.complete) upstream.destroy();
  });
  onTooMany(request, () => {
    conclude(413);
    request.unpipe(upstream).resume();
    upstream.destroy();
  });
  request.pipe(upstream);
  return promise;
}

function onTooMany(request: IncomingMessage, act: () => void): void {
  let bytes = 0;
  request.on("data", (chunk: Buffer) => {
    const isFirst = bytes <= REQUEST_BYTES;
    bytes += chunk.length;
    if (isFirst && bytes > REQUEST_BYTES) act();
  });
}

/** Without what frames this connection, but for a request body of unknown length, which needs the same framing again. */
function ofTheMessage({ headers, method }: IncomingMessage): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined && !OF_THE_CONNECTION.has(name)) kept[name] = value;
  if (method !== undefined && headers["transfer-encoding"] !== undefined) kept["transfer-encoding"] = "chunked";
  return kept;
}
