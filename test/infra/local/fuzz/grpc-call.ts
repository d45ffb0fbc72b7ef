// A gRPC call of any bytes, which no client would send.

import { type ClientHttp2Session, connect, type IncomingHttpHeaders } from "node:http2";
import { status } from "@grpc/grpc-js";
import { onTestFinished } from "vitest";

/** gRPC's status and words of one call, or that the server broke it off. */
export async function answerOf(session: ClientHttp2Session, path: string, body: Buffer): Promise<string> {
  const stream = session.request({
    ":method": "POST",
    ":path": path,
    "content-type": "application/grpc",
    te: "trailers",
    // A pull that waits ends by then.
    "grpc-timeout": "100m",
  });
  const { promise, resolve } = Promise.withResolvers<string>();
  const read = (headers: IncomingHttpHeaders) => {
    const code = headers["grpc-status"];
    if (code !== undefined) resolve(`${status[Number(code)]} ${decodeURIComponent(String(headers["grpc-message"]))}`);
  };
  stream
    .on("response", read)
    .on("trailers", read)
    .on("error", () => {})
    .resume();
  stream.once("close", () => resolve("closed"));
  stream.end(body);
  return promise;
}

/** A connection, gone when the test is. */
export function aSession(port: number): ClientHttp2Session {
  const session = connect(`http://127.0.0.1:${port}`).on("error", () => {});
  onTestFinished(() => session.destroy());
  return session;
}
