import { type ClientHttp2Session, connect, type IncomingHttpHeaders } from "node:http2";
import { setImmediate } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { status } from "@grpc/grpc-js";
import { describe, expect, it, onTestFinished } from "vitest";
import { bothServers } from "./both-servers.ts";
import { frame, grpcMessage, PREFACE, say } from "./say.ts";

/** Kinds of frames: https://www.rfc-editor.org/rfc/rfc9113#section-6 */
const [BODY, HEADERS, SETTINGS, PING, CONTINUATION] = [0, 1, 4, 6, 9];
/** Their code of the last frame: a server that has had enough says why. */
const GOAWAY = "\x07";
const HELLO = [PREFACE, frame(SETTINGS, 0, 0)];
const PUBLISH = "/google.pubsub.v1.Publisher/Publish";

const many = (count: number, part: Buffer): Buffer => Buffer.concat(Array.from({ length: count }, () => part));

function aSession(port: number): ClientHttp2Session {
  const session = connect(`http://127.0.0.1:${port}`).on("error", () => {});
  onTestFinished(() => session.destroy());
  return session;
}

const call = (path: string, more: Readonly<Record<string, string>> = {}) => ({
  ":method": "POST",
  ":path": path,
  "content-type": "application/grpc",
  te: "trailers",
  ...more,
});

/** gRPC's status of one call, whatever is wrong with it. */
async function statusOf(port: number, path: string, body: Buffer, more: Readonly<Record<string, string>> = {}) {
  const session = aSession(port);
  const stream = session.request(call(path, more));
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const read = (headers: IncomingHttpHeaders) => {
    const code = headers["grpc-status"];
    if (code !== undefined) resolve(status[Number(code)]);
  };
  stream.on("response", read).on("trailers", read).on("error", resolve).resume();
  stream.once("close", () => resolve("closed"));
  stream.end(body);
  const answer = await promise;
  session.destroy();
  return answer;
}

describe("the gRPC side of the Pub/Sub server", () => {
  it("hangs up on floods, and on what is no HTTP/2", async () => {
    const { pubsub, work } = await bothServers();
    const { port } = pubsub.server;
    const told = await Promise.all([
      say(port, "PRI * HTTP/1.1\r\n\r\n"),
      say(port, ...HELLO, frame(BODY, 0, 1, Buffer.alloc(100_000))),
      say(port, ...HELLO, many(50_000, frame(SETTINGS, 0, 0))),
      say(port, ...HELLO, many(50_000, frame(PING, 0, 0, Buffer.alloc(8)))),
      say(
        port,
        ...HELLO,
        frame(HEADERS, 0, 1, Buffer.from([0x82])),
        many(500, frame(CONTINUATION, 0, 1, Buffer.alloc(16_000, 0x82))),
      ),
      say(port, ...HELLO, frame(HEADERS, 4, 1, Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff]))),
    ]);
    expect(told.map((text) => text.includes(GOAWAY))).toEqual(told.map(() => true));
    await work();
  });

  it("hangs up on a client that opens calls only to cancel them", async () => {
    const { pubsub, work } = await bothServers();
    const session = aSession(pubsub.server.port);
    const codes: number[] = [];
    session.on("goaway", (code) => codes.push(code));
    for (let opened = 0; opened < 100_000 && !session.destroyed && !session.closed; opened++) {
      session
        .request(call("/google.pubsub.v1.Publisher/ListTopics"))
        .on("error", () => {})
        .close(8);
      if (opened % 100 === 0) await setImmediate();
    }
    expect([session.destroyed, codes.length]).toEqual([true, 1]);
    await work();
  });

  it("answers messages that are cut, too long or of no sense by a status", async () => {
    const { pubsub, work } = await bothServers();
    const { port } = pubsub.server;
    const cut = Buffer.from([10, 200, 1]);
    const codes = await Promise.all([
      statusOf(port, PUBLISH, grpcMessage(cut, 0, 100)),
      statusOf(port, PUBLISH, grpcMessage(cut, 0, 0xffffffff)),
      statusOf(port, PUBLISH, grpcMessage(cut).subarray(0, 3)),
      statusOf(port, PUBLISH, grpcMessage(Buffer.alloc(1_000_000, 0x7b))),
      statusOf(port, PUBLISH, Buffer.concat([grpcMessage(cut), grpcMessage(cut)])),
      statusOf(port, PUBLISH, grpcMessage(cut, 1), { "grpc-encoding": "gzip" }),
      statusOf(port, PUBLISH, grpcMessage(gzipSync(Buffer.alloc(100_000_000)), 1), { "grpc-encoding": "gzip" }),
      statusOf(port, PUBLISH, grpcMessage(cut, 1), { "grpc-encoding": "none-such" }),
      statusOf(port, "/none/Such", grpcMessage(cut)),
      statusOf(port, PUBLISH, grpcMessage(cut), { "grpc-timeout": "99999999999Q" }),
      statusOf(port, "/google.pubsub.v1.Subscriber/StreamingPull", grpcMessage(Buffer.from([8]))),
    ]);
    expect(codes).toEqual([
      "UNIMPLEMENTED",
      "RESOURCE_EXHAUSTED",
      "UNIMPLEMENTED",
      "INTERNAL",
      "UNIMPLEMENTED",
      "INTERNAL",
      "RESOURCE_EXHAUSTED",
      "UNIMPLEMENTED",
      "UNIMPLEMENTED",
      "INTERNAL",
      "INTERNAL",
    ]);
    await work();
  });

  it("goes on where a client breaks off in the middle of a frame", async () => {
    const { pubsub, work } = await bothServers(300);
    const { port } = pubsub.server;
    const told = await Promise.all([
      say(port, ...HELLO, Buffer.from([0, 1, 0, BODY])),
      say(port, ...HELLO, frame(HEADERS, 0, 1, Buffer.from([0x82]))),
    ]);
    expect(told.map((text) => text.length > 0)).toEqual([true, true]);
    await work();
  });
});
