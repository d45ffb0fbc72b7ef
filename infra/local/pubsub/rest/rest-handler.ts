// Pub/Sub's REST API over the same methods as its gRPC API.

import type { IncomingMessage, ServerResponse } from "node:http";
import { utf8 } from "../../door/plain-json.ts";
import { strangerIn } from "../../door/stranger.ts";
import type { PubsubFaults } from "../../faults/pubsub-faults.ts";
import type { MethodContext } from "../methods/method.ts";
import { METHODS } from "../methods.ts";
import { errorAnswer, faultAnswer, type JsonAnswer, JsonFault } from "./http-fault.ts";
import { requestFields } from "./request-fields.ts";
import { type Route, routes } from "./routes.ts";
import { toJson } from "./to-json.ts";

/** A publish of 10 MB is a third larger in base64. */
const MOST_BODY_BYTES = 20_000_000;

/** Answers requests; `others` are paths that are no method's, by which the server tells of itself. */
export function restHandler(
  context: Pick<MethodContext, "engine" | "attendance">,
  others: ReadonlyMap<string, () => object>,
  faults?: PubsubFaults,
): (request: IncomingMessage, response: ServerResponse) => void {
  let known: readonly Route[] | undefined;
  const answer = async (request: IncomingMessage, onCancel: MethodContext["onCancel"]): Promise<JsonAnswer> => {
    const stranger = strangerIn(request.headers);
    if (stranger !== undefined) return errorAnswer(403, "PERMISSION_DENIED", stranger);
    const { pathname, searchParams } = addressOf(request);
    const other = request.method === "GET" ? others.get(pathname) : undefined;
    if (other !== undefined) return { status: 200, body: other() };
    const text = await bodyOf(request);
    if (text === undefined) return errorAnswer(413, "INVALID_ARGUMENT", "The request is too large.");
    known ??= routes();
    for (const route of known) {
      const path = route.match(request.method ?? "", pathname);
      if (path === undefined) continue;
      const method = METHODS.get(route.service)?.get(route.method);
      if (method === undefined) break;
      const fields = requestFields(route, path, searchParams, text);
      const patienceMs = Number.POSITIVE_INFINITY;
      const served = faults?.method(route.method, method) ?? method;
      return { status: 200, body: toJson(route.response, await served(fields, { ...context, patienceMs, onCancel })) };
    }
    return errorAnswer(404, "NOT_FOUND", "The requested URL was not found on this server.");
  };
  return (request, response) => {
    const onCancel: MethodContext["onCancel"] = (listener) => void response.once("close", listener);
    answer(request, onCancel)
      .catch(faultAnswer)
      .then(({ status, body }) => send(response, status, body));
  };
}

function addressOf({ url = "/" }: IncomingMessage): Pick<URL, "pathname" | "searchParams"> {
  try {
    // A path that begins with two slashes would be read as a host.
    const { pathname, searchParams } = new URL(url.startsWith("/") ? `http://localhost${url}` : url);
    return { pathname: decodeURIComponent(pathname), searchParams };
  } catch {
    throw new JsonFault("", "Invalid URL. It must be a path whose escapes are UTF-8.");
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json; charset=UTF-8" });
  response.end(`${JSON.stringify(body, null, 2)}\n`);
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    // The rest is read and forgotten, so that the client hears the answer.
    if (bytes <= MOST_BODY_BYTES) chunks.push(chunk);
  }
  if (bytes > MOST_BODY_BYTES) return undefined;
  const text = utf8(Buffer.concat(chunks));
  if (text === undefined) throw new JsonFault("", "Invalid JSON payload received. It is no UTF-8.");
  return text;
}
