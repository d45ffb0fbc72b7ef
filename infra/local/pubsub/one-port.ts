// One port for gRPC and REST: the first bytes of a connection say which it speaks.

import { createServer as createHttp, type RequestListener } from "node:http";
import { createServer, type Socket } from "node:net";
import { HopspanError } from "../../../shared/core/errors.ts";

/** How every HTTP/2 connection begins; no HTTP/1 request does. */
const PREFACE = Buffer.from("PRI");

/** A port that is listened on. */
export interface OnePort {
  readonly port: number;
  /** Takes nothing more, breaks off every connection, resolves when the port is free. */
  close(): Promise<void>;
}

/** Hands each connection on. Rejects with a `HopspanError`: `PORT_IN_USE` or `LISTEN`. */
export async function onePort(
  where: { readonly host: string; readonly port: number },
  { grpc, rest }: { readonly grpc: (socket: Socket) => void; readonly rest: RequestListener },
): Promise<OnePort> {
  const http = createHttp({ keepAliveTimeout: 60_000 }, rest);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket)).on("error", () => socket.destroy());
    decide(socket, (isGrpc) => (isGrpc ? grpc(socket) : void http.emit("connection", socket)));
  });
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

async function listen(
  server: ReturnType<typeof createServer>,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<number> {
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
