// What a pushed-to function is called with and answers by, in the terms of Google's functions framework.

import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import type { PushRequest } from "./push.ts";
import type { PushReply } from "./source.ts";

/** A request as the framework gives it: `rawBody` only where one of its parsers has read the body. */
type FrameworkRequest = AsyncIterable<Uint8Array> &
  Pick<IncomingMessage, "headersDistinct"> & { readonly rawBody?: Uint8Array };

interface FrameworkResponse {
  status(code: number): { end(): unknown };
}

/** Told of each request of any HTTP server before that server is: https://nodejs.org/api/diagnostics_channel.html#http */
const REQUEST_START = "http.server.request.start";

/**
 * The function that the framework calls, once per push. To be made as the function is loaded, before its server is: from
 * then on the framework reads no body of any request. It would read those whose content type it knows, and answer by itself
 * where one is not what that says: to Pub/Sub a refusal, for ever, and in the log with the body.
 */
export function pushHandler(answer: (push: PushRequest) => Promise<PushReply>) {
  subscribe(REQUEST_START, (told) => {
    // By its content type a parser knows what is its own. `headersDistinct` keeps it.
    delete (told as { readonly request: IncomingMessage }).request.headers["content-type"];
  });
  return async (request: FrameworkRequest, response: FrameworkResponse): Promise<void> => {
    const { status } = await answer(await pushRequest(request));
    response.status(status).end();
  };
}

/** Headers and body, byte for byte. Rejects where the sender breaks off, so that a part is never taken for the whole. */
async function pushRequest(request: FrameworkRequest): Promise<PushRequest> {
  const { headersDistinct: headers, rawBody } = request;
  if (rawBody !== undefined) return { headers, body: rawBody };
  const parts: Uint8Array[] = [];
  for await (const part of request) parts.push(part);
  return { headers, body: Buffer.concat(parts) };
}
