// The runtime's side of the Runtime API: a few requests on one connection, and none of them is ever tried again.

import { Agent, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";

/** A call that the runtime has to carry out. */
export interface Call {
  readonly id: string;
  /** JSON. */
  readonly payload: string;
  readonly deadlineMs: number;
  readonly functionArn: string;
  readonly traceId: string;
}

/** All reject where the API can't be reached: then the runtime has nothing left to live for. */
export interface RuntimeClient {
  /** Resolves when there is a call, however long that takes. */
  next(): Promise<Call>;
  respond(id: string, json: string): Promise<void>;
  /** Without an id: the function could not be loaded. */
  fail(id: string | undefined, error: unknown): Promise<void>;
}

/** Speaks to the API at `address`, as AWS_LAMBDA_RUNTIME_API names it. */
export function runtimeClient(address: string): RuntimeClient {
  const agent = new Agent({ keepAlive: true });
  const send = async (method: "GET" | "POST", path: string, body?: string): Promise<IncomingMessage> => {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    request(`http://${address}/2018-06-01/runtime/${path}`, { method, agent }, resolve).on("error", reject).end(body);
    return promise;
  };
  const post = async (path: string, body: string): Promise<void> => {
    await text(await send("POST", path, body));
  };
  return {
    async next() {
      const response = await send("GET", "invocation/next");
      const header = (name: string) => String(response.headers[`lambda-runtime-${name}`] ?? "");
      return {
        id: header("aws-request-id"),
        payload: await text(response),
        deadlineMs: Number(header("deadline-ms")),
        functionArn: header("invoked-function-arn"),
        traceId: header("trace-id"),
      };
    },
    respond: (id, json) => post(`invocation/${id}/response`, json),
    fail: (id, error) => post(id === undefined ? "init/error" : `invocation/${id}/error`, describe(error)),
  };
}

function describe(thrown: unknown): string {
  if (!(thrown instanceof Error)) return JSON.stringify({ errorType: typeof thrown, errorMessage: String(thrown) });
  const trace = thrown.stack?.split("\n");
  return JSON.stringify({ errorType: thrown.name, errorMessage: thrown.message, trace });
}
