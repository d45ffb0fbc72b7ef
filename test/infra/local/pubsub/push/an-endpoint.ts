// A small push endpoint on a free port, which answers as the test wants and remembers what it got.

import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** One push as it came. */
export interface Arrived {
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  /** Of a wrapped push. */
  readonly text: string;
  readonly orderingKey: string;
  readonly attempt: number | undefined;
}

/** Answers, or not; how many came before, from 0. */
export type Answer = (arrived: Arrived, response: ServerResponse, before: number) => void | Promise<void>;

/** An endpoint that is gone when the test is. */
export async function anEndpoint(answer: Answer = (_, response) => void response.writeHead(204).end()) {
  const arrived: Arrived[] = [];
  const sockets = new Set<unknown>();
  let most = 0;
  let open = 0;
  const server = createServer(async (request, response) => {
    sockets.add(request.socket);
    most = Math.max(most, ++open);
    response.on("close", () => void open--);
    const body = Buffer.concat(await request.toArray()).toString();
    const push = read(request.headers, body);
    arrived.push(push);
    await answer(push, response, arrived.length - 1);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/push`,
    arrived,
    sockets,
    /** The most requests that were open at a time. */
    most: () => most,
  };
}

function read(headers: Arrived["headers"], body: string): Arrived {
  if (headers["content-type"] !== "application/json")
    return { headers, body, text: body, orderingKey: "", attempt: undefined };
  const { message, deliveryAttempt } = JSON.parse(body);
  const text = Buffer.from(message.data, "base64").toString();
  return { headers, body, text, orderingKey: message.orderingKey ?? "", attempt: deliveryAttempt };
}

/** The status code alone. */
export const answering =
  (...codes: readonly number[]): Answer =>
  (_, response, before) =>
    void response.writeHead(codes[Math.min(before, codes.length - 1)] ?? 204).end();
