// A plain server on loopback for stand-ins: it writes down what it is asked and answers as told.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Asked {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `hang` is never answered, `cut` loses the connection. */
export type Said =
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body: string }
  | "hang"
  | "cut";

export interface Loopback {
  readonly url: string;
  readonly host: string;
  readonly asked: readonly Asked[];
  /** Answers the next requests with these, one each, whatever they are. */
  interrupt(...answers: readonly Said[]): void;
  close(): Promise<void>;
}

export async function loopback(answer: (asked: Asked) => Said): Promise<Loopback> {
  const asked: Asked[] = [];
  const interruptions: Said[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
    const body = Buffer.concat(chunks).toString();
    const request = { method: incoming.method ?? "", path: incoming.url ?? "", headers, body };
    asked.push(request);
    const said = interruptions.shift() ?? answer(request);
    if (said === "hang") return;
    if (said === "cut") return void outgoing.destroy();
    // The stand-ins keep clocks of their own: none of this process's is told.
    outgoing.sendDate = false;
    outgoing.writeHead(said.status ?? 200, said.headers).end(said.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}`,
    host,
    asked,
    interrupt: (...answers) => void interruptions.push(...answers),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
