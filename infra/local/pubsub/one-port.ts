// One port for gRPC and REST: the first bytes of a connection say which it speaks.

import type { RequestListener, Server } from "node:http";
import type { Socket } from "node:net";
import { HopspanError } from "../../../shared/core/errors.ts";
import { boundedServer } from "../door/bounded-server.ts";

/** How every HTTP/2 connection begins; no HTTP/1 request does. */
const PREFACE = Buffer.from("PRI");

/** A port that is listened on. */
export interface OnePort {
  readonly port: number;
  /** Takes nothing more, breaks off every connection, resolves when the port is free. */
  close(): Promise<void>;
}

interface Where {
  readonly host: string;
  readonly port: number;
  readonly patienceMs: number;
}

/** Hands each connection on once it has said what it speaks. Rejects with a `HopspanError`: `PORT_IN_USE` or `LISTEN`. */
export async function onePort(
  where: Where,
  { grpc, rest }: { readonly grpc: (socket: Socket) => void; readonly rest: RequestListener },
): Promise<OnePort> {
  const { patienceMs } = where;
  const sockets = new Set<Socket>();
  const meet = (socket: Socket, serveHttp: () => void): void => {
    sockets.add(socket);
    const silent = setTimeout(() => socket.destroy(), patienceMs);
    socket.once("close", () => {
      clearTimeout(silent);
      sockets.delete(socket);
    });
    // A peer that has said all before it said what it speaks, or that ends its gRPC, is gone; HTTP/1 still wants its answer.
    socket.allowHalfOpen = false;
    decide(socket, (isGrpc) => {
      clearTimeout(silent);
      socket.allowHalfOpen = !isGrpc;
      if (isGrpc) grpc(socket);
      else serveHttp();
    });
  };
  const server = boundedServer(rest, { patienceMs, meet });
  const port = await listen(server, where);
  return {
    port,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Reads no more than is needed, and puts it back. */
function decide(socket: Socket, tell: (isGrpc: boolean) => void, before = Buffer.alloc(0)): void {
  socket.once("readable", () => {
    const chunk: Buffer | null = socket.read();
    const seen = chunk === null ? before : Buffer.concat([before, chunk]);
    if (chunk === null && (socket.readableEnded || socket.destroyed)) return;
    const isStart = seen.byteLength < PREFACE.byteLength && PREFACE.subarray(0, seen.byteLength).equals(seen);
    if (isStart) return decide(socket, tell, seen);
    socket.unshift(seen);
    tell(seen.subarray(0, PREFACE.byteLength).equals(PREFACE));
  });
}

async function listen(server: Server, { host, port }: Where): Promise<number> {
  try {
    await new Promise<void>((resolve, reject) => void server.once("error", reject).listen({ host, port }, resolve));
  } catch (thrown) {
    if (String(thrown).includes("EADDRINUSE"))
      throw new HopspanError(
        "PORT_IN_USE",
        `port ${port} on ${host} is in use: choose another, or 0 for a free one`,
        false,
      );
    throw new HopspanError("LISTEN", `the Pub/Sub server could not listen on ${host}:${port}`, false, thrown);
  }
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : port;
}
