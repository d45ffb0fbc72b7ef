// Google's Pub/Sub hosts for tests: over TLS, behind a proxy that leads every host here, and only with a good token.

import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { type Metadata, Server, ServerCredentials, status } from "@grpc/grpc-js";
import { publisherService } from "../../shared/brokers/pubsub/a-pubsub-server.ts";
import type { GoogleSts } from "./a-google-sts.ts";

interface Publish {
  readonly request: { readonly messages: readonly { readonly data: Buffer }[] };
  readonly metadata: Metadata;
}

type Reply = (error: { code: number; details: string } | null, value?: { messageIds: string[] }) => void;

/** `now` is Google's clock. */
export async function aGoogleFront(sts: GoogleSts, now: () => number, tls: { key: string; certificate: string }) {
  const taken: { readonly token: string; readonly texts: readonly string[] }[] = [];
  const refused: string[] = [];
  const server = new Server();
  server.addService(publisherService, {
    Publish({ request: { messages }, metadata }: Publish, reply: Reply) {
      const token = String(metadata.get("authorization")[0] ?? "").replace("Bearer ", "");
      if (now() >= (sts.tokens.get(token) ?? 0)) {
        refused.push(token);
        return reply({ code: status.UNAUTHENTICATED, details: "Request had invalid authentication credentials." });
      }
      taken.push({ token, texts: messages.map(({ data }) => data.toString()) });
      reply(null, { messageIds: messages.map((_, at) => `${taken.length}-${at}`) });
    },
  });
  const pair = { private_key: Buffer.from(tls.key), cert_chain: Buffer.from(tls.certificate) };
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createSsl(null, [pair]), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  const { proxy, hosts, sockets } = await aProxy(port);
  return {
    /** What `grpc_proxy` is set to. */
    proxyUrl: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    /** Which hosts were asked for, one per connection. */
    hosts,
    taken,
    /** Tokens that it did not take. */
    refused,
    async close() {
      server.forceShutdown();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}

/** Leads every host to the port. */
async function aProxy(port: number) {
  const hosts: string[] = [];
  const sockets: Duplex[] = [];
  const proxy: HttpServer = createServer();
  proxy.on("connect", ({ url }, near, head) => {
    hosts.push(String(url));
    const far = connect(port, "127.0.0.1", () => {
      near.write("HTTP/1.1 200 OK\r\n\r\n");
      far.write(head);
      near.pipe(far).pipe(near);
    });
    for (const socket of [near, far]) socket.on("error", () => {});
    sockets.push(near, far);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return { proxy, hosts, sockets };
}
