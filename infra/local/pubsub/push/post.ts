// One HTTP request of a push: whether the endpoint took the message.

import { Agent, type ClientRequest, request as httpRequest } from "node:http";
import { request as httpsRequest, Agent as SecureAgent } from "node:https";
import type { PushRequest } from "./push-request.ts";

/** https://docs.cloud.google.com/pubsub/docs/push#receive_push: all else refuses. */
const ACKNOWLEDGED: ReadonlySet<number | undefined> = new Set([102, 200, 201, 202, 204]);

/** Sends requests over connections that it keeps. */
export interface Post {
  /** True where the endpoint acknowledges within the time; false for every other answer, and for none. Never rejects. */
  send(endpoint: URL, request: PushRequest, withinMs: number): Promise<boolean>;
  /** Breaks off what is under way: it counts as refused. */
  close(): void;
}

/** With connections of its own; how many requests are under way at a time is for the caller to say. */
export function post(): Post {
  const plain = new Agent({ keepAlive: true });
  const secure = new SecureAgent({ keepAlive: true });
  const open = (endpoint: URL, { headers, body }: PushRequest): ClientRequest => {
    const own = { "content-length": String(body.byteLength), "user-agent": "CloudPubSub-Google" };
    const options = { method: "POST", headers: { ...headers, ...own } };
    return endpoint.protocol === "https:"
      ? httpsRequest(endpoint, { ...options, agent: secure })
      : httpRequest(endpoint, { ...options, agent: plain });
  };
  const send = (endpoint: URL, request: PushRequest, withinMs: number, isSecondTry = false): Promise<boolean> => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const outgoing = open(endpoint, request);
    const timer = setTimeout(() => outgoing.destroy(), withinMs);
    const end = (isTaken: boolean | Promise<boolean>): void => {
      clearTimeout(timer);
      resolve(isTaken);
    };
    outgoing.on("information", ({ statusCode }) => ACKNOWLEDGED.has(statusCode) && end(true));
    outgoing.on("response", (response) => {
      // The rest of the answer is of no interest, but has to be read before the connection can be used again.
      response.on("error", () => {}).resume();
      end(ACKNOWLEDGED.has(response.statusCode));
    });
    outgoing.on("error", (error: NodeJS.ErrnoException) => {
      // The endpoint closed an idle connection at the very moment: no answer to this request.
      const isStale = outgoing.reusedSocket && error.code === "ECONNRESET" && !isSecondTry;
      end(isStale ? send(endpoint, request, withinMs, true) : false);
    });
    outgoing.on("close", () => end(false));
    outgoing.end(request.body);
    return promise;
  };
  return {
    send: (endpoint, request, withinMs) => send(endpoint, request, withinMs),
    close() {
      plain.destroy();
      secure.destroy();
    },
  };
}
