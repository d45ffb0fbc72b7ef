// AWS JSON 1.0 over HTTP: what a request asks for, and how an answer or a fault looks to the official clients.

import type { IncomingMessage, ServerResponse } from "node:http";
import { utf8 } from "../door/plain-json.ts";
import { SqsFault } from "./fault.ts";
import type { Fields } from "./fields.ts";

/**
 * The most bytes of a request that are kept. The service's limit is 1 MiB of UTF-8 before it is written as JSON, which
 * may take three bytes for one (`\u00e9` for a letter of two); so every legal request fits.
 */
const BODY_BYTES = 4 * 1_048_576;

/** Where a fault's status is not 400. */
const STATUS: Readonly<Record<string, number>> = { RequestEntityTooLarge: 413, AccessDeniedException: 403 };

const TARGET = "AmazonSQS.";

/** The name of the operation. Throws `UnsupportedOperation` where the request names none of this service. */
export function operationOf(request: IncomingMessage): string {
  const target = request.headers["x-amz-target"];
  if (request.method !== "POST" || typeof target !== "string" || !target.startsWith(TARGET))
    throw new SqsFault(
      "UnsupportedOperation",
      `Expected a POST in the AWS JSON protocol, with the header X-Amz-Target: ${TARGET}OPERATION.`,
    );
  return target.slice(TARGET.length);
}

/**
 * The whole body as text. Throws `RequestEntityTooLarge` where it is over the limit, after reading and forgetting the
 * rest, so that the client gets the answer, and `SerializationException` where it is no UTF-8. Rejects where the client
 * goes away in the middle.
 */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES) chunks.length = 0;
    else chunks.push(chunk);
  }
  if (bytes > BODY_BYTES)
    throw new SqsFault(
      "RequestEntityTooLarge",
      `A request can have at most ${BODY_BYTES} bytes; this one has ${bytes}.`,
    );
  const text = utf8(Buffer.concat(chunks));
  if (text === undefined) throw new SqsFault("SerializationException", "the request's body must be UTF-8");
  return text;
}

/** Answers a request that succeeded. */
export function answer(response: ServerResponse, requestId: string, fields: Fields): void {
  write(response, 200, requestId, {}, fields);
}

/** Answers a request that failed, in the form from which clients make their error classes. */
export function answerFault(response: ServerResponse, requestId: string, thrown: unknown): void {
  if (thrown instanceof SqsFault) {
    const headers = { "x-amzn-query-error": `${thrown.queryCode};Sender` };
    write(response, STATUS[thrown.code] ?? 400, requestId, headers, {
      __type: `com.amazonaws.sqs#${thrown.code}`,
      message: thrown.message,
    });
    return;
  }
  const headers = { "x-amzn-query-error": "InternalFailure;Receiver" };
  const message = "The local SQS server failed to answer: this is a defect of it.";
  write(response, 500, requestId, headers, { __type: "com.amazonaws.sqs#InternalFailure", message });
}

function write(
  response: ServerResponse,
  status: number,
  requestId: string,
  headers: Readonly<Record<string, string>>,
  fields: Fields,
): void {
  const body = Buffer.from(JSON.stringify(fields));
  response.writeHead(status, {
    "content-type": "application/x-amz-json-1.0",
    "content-length": body.length,
    "x-amzn-requestid": requestId,
    ...headers,
  });
  response.end(body);
}
