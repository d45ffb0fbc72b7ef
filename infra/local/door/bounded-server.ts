// An HTTP server that nobody can exhaust by being slow, large or many: both local servers listen by it.

import { createServer, type RequestListener, type Server } from "node:http";
import type { Socket } from "node:net";
import { isLoopbackAddress } from "./loopback.ts";

/** Of all headers of a request together; more is answered with 431. */
const HEADER_BYTES = 16_384;
/** Far beyond what tests open. One connection more is closed at once, and told to nobody. */
const CONNECTIONS = 20_000;
/** Longer than clients keep an idle connection, so that it is they who close it and no request meets a closed one. */
const KEEP_ALIVE_MS = 75_000;
/** How long a request may take to arrive, its headers and its body together. */
export const PATIENCE_MS = 60_000;

/** What may differ from server to server. */
export interface Bounds {
  /** 60 s where absent. */
  readonly patienceMs?: number | undefined;
  /** Meets each connection before HTTP does; `serve` hands it on. */
  readonly meet?: (socket: Socket, serve: () => void) => void;
}

/**
 * A server that does not listen yet. A request that has not arrived within `patienceMs` is answered with 408, and so is a
 * connection that never says anything; how long the answer takes is nobody's concern here, so a poll may wait. Peers that
 * are not on loopback are closed unheard.
 */
export function boundedServer(
  answer: RequestListener,
  { patienceMs = PATIENCE_MS, meet = (_, serve) => serve() }: Bounds = {},
): Server {
  const server = createServer(
    {
      maxHeaderSize: HEADER_BYTES,
      headersTimeout: patienceMs,
      requestTimeout: patienceMs,
      connectionsCheckingInterval: Math.ceil(patienceMs / 4),
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    answer,
  );
  server.maxConnections = CONNECTIONS;
  const [serveHttp] = server.listeners("connection");
  server.removeAllListeners("connection").on("connection", (socket: Socket) => {
    // An error of a connection is its end, whoever serves it by then.
    socket.on("error", () => socket.destroy());
    if (isLoopbackAddress(socket.remoteAddress)) meet(socket, () => void serveHttp?.call(server, socket));
    else socket.destroy();
  });
  return server;
}
