// Talks to a server as no client would: bytes as they are given, and all that comes back until the server has had enough.

import { connect } from "node:net";

/** All that the server said, once it has closed the connection; a connection that it breaks off counts as closed. */
export async function say(port: number, ...parts: readonly (string | Buffer)[]): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  const heard: Buffer[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.on("data", (chunk: Buffer) => heard.push(chunk)).on("error", () => {});
  socket.once("close", () => resolve());
  for (const part of parts) socket.write(part);
  await promise;
  return Buffer.concat(heard).toString("latin1");
}

/** One HTTP request whose connection the server closes after the answer: the first line of it, and its body. */
export async function ask(port: number, line: string, headers: readonly string[], body: string | Buffer = "") {
  const length = Buffer.byteLength(body);
  const head = [`${line} HTTP/1.1`, ...headers, "Connection: close", `Content-Length: ${length}`, "", ""].join("\r\n");
  const heard = await say(port, head, body);
  return { status: Number(heard.split(" ")[1]), text: heard.slice(heard.indexOf("\r\n\r\n") + 4) };
}

/** How an HTTP/2 connection begins: https://www.rfc-editor.org/rfc/rfc9113#section-3.4 */
export const PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/** One frame of HTTP/2: https://www.rfc-editor.org/rfc/rfc9113#section-4.1 */
export function frame(type: number, flags: number, stream: number, payload: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** A message as gRPC frames it, which may lie about its length: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md */
export function grpcMessage(message: Buffer, flag = 0, length: number = message.length): Buffer {
  const head = Buffer.alloc(5);
  head[0] = flag;
  head.writeUInt32BE(length, 1);
  return Buffer.concat([head, message]);
}
