// Servers that are no broker: silent, hanging up, talking something else, and trying to write to a terminal.

import { once } from "node:events";
import { createServer as createHttp, type ServerResponse } from "node:http";
import { createServer as createHttp2 } from "node:http2";
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from "node:net";

/** Colours, a title, a cleared screen, and a second line. */
const NASTY = "\u001b[31mred\u001b]0;title\u0007\u009b2J\nsecond line";

const page = (status: number) =>
  createHttp((_, response) => void response.writeHead(status, { "content-type": "text/html" }).end(`<html>${NASTY}`));

const json = (status: number, body: unknown) =>
  createHttp((_, response) => void response.writeHead(status).end(JSON.stringify(body)));

/** Begins to answer, and goes on for ever. */
function trickle(response: ServerResponse): void {
  response.writeHead(200).write("{");
  const timer = setInterval(() => response.write(" "), 100);
  response.once("close", () => clearInterval(timer));
}

const servers = {
  "says nothing": () => createTcp(),
  "closes the connection": () => createTcp((socket) => socket.end()),
  "breaks the connection": () => createTcp((socket) => socket.resetAndDestroy()),
  "talks binary": () => createTcp((socket) => socket.write(Buffer.alloc(64, "\u001b[2J\r\n\u0000"))),
  "serves a page": () => page(200),
  "serves no page": () => page(404),
  "serves a page of an error": () => page(503),
  "refuses in JSON": () => json(400, { __type: NASTY, message: NASTY }),
  "answers something else in JSON": () => json(200, [1, 2]),
  "never ends its answer": () => createHttp((_, response) => trickle(response)),
  "serves a page by HTTP/2": () => createHttp2((_, response) => void response.end(`<html>${NASTY}`)),
  "serves no page by HTTP/2": () => createHttp2((_, response) => void response.writeHead(404).end()),
  "says nothing by HTTP/2": () => createHttp2(() => {}),
} satisfies Readonly<Record<string, () => Server>>;

/** Which odd server. */
export type Oddity = keyof typeof servers;

export const ODDITIES = Object.keys(servers) as readonly Oddity[];

/** One of them on a free port of loopback, as `host:port`, for as long as `body` takes. */
export async function atOddServer<Value>(oddity: Oddity, body: (host: string) => Promise<Value>): Promise<Value> {
  const sockets = new Set<Socket>();
  const server: Server = servers[oddity]();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    return await body(`127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}
