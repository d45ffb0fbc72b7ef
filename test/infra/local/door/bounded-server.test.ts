import { connect, type Socket } from "node:net";
import { networkInterfaces } from "node:os";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { describe, expect, it, onTestFinished } from "vitest";
import { bothServers } from "./both-servers.ts";
import { PREFACE, say } from "./say.ts";

const HEAD = "POST /v1/projects/earth/topics/orders HTTP/1.1\r\nHost: localhost\r\n";

/** Resolves once all are open. */
async function idle(port: number, count: number): Promise<readonly Socket[]> {
  const sockets = Array.from({ length: count }, () => connect(port, "127.0.0.1").on("error", () => {}));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once("connect", resolve))));
  return sockets;
}

describe("a bounded server", () => {
  it("answers what is too large, too slow or no HTTP by a status, and closes what says nothing", async () => {
    const { ports, work } = await bothServers();
    const firstLines = await Promise.all(
      ports.map((port) =>
        Promise.all([
          say(port, HEAD, `X-Long: ${"a".repeat(100_000)}`),
          say(port, HEAD, "X-Slow: a"),
          say(port, HEAD, "Content-Length: 100\r\n\r\nabc"),
          say(port, HEAD, "Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
          say(port, Buffer.from([0x16, 3, 1, 2, 0, 1, 0])),
          say(port, "CONNECT example.com:443 HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        ]),
      ),
    );
    const statuses = firstLines.map((each) => each.map((text) => Number(text.split(" ")[1] ?? 0)));
    const [onSqs = [], onPubsub = []] = statuses;
    expect(onSqs).toEqual([431, 408, 408, 400, 400, 0]);
    expect(onPubsub).toEqual(onSqs);
    const [silentSqs = "", silentPubsub = "", begun = ""] = await Promise.all([
      ...ports.map((port) => say(port)),
      say(ports[1] ?? 0, "PR"),
    ]);
    expect([silentSqs.split(" ")[1], silentPubsub, begun]).toEqual(["408", "", ""]);
    await work();
  });

  it("lets a poll and a stream wait for longer than a request may take to arrive", async () => {
    const { sqs, pubsub, QueueUrl, work } = await bothServers(300);
    const { Messages } = await sqs.client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 2 }));
    expect(Messages).toBeUndefined();
    const errors: unknown[] = [];
    const waiting = pubsub.client.subscription("billing").on("message", () => {});
    waiting.on("error", (error) => errors.push(error));
    const { Messages: none } = await sqs.client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
    await waiting.close();
    expect([none, errors]).toEqual([undefined, []]);
    await work();
  });

  it("closes a gRPC connection whose peer is not there any more", async () => {
    const { pubsub, work } = await bothServers(300);
    // It ends by the server's own doing, since nobody ends it here.
    expect(await say(pubsub.server.port, PREFACE)).not.toBe("");
    await work();
  });

  it("serves others beside very many idle connections, each of little memory", async () => {
    const count = Number(process.env["HOPSPAN_IDLE_CONNECTIONS"] ?? 1_000);
    const { ports, work } = await bothServers(60_000);
    for (const port of ports) {
      const before = process.memoryUsage().rss;
      const sockets = await idle(port, count);
      await work();
      expect(sockets.filter(({ destroyed }) => destroyed)).toEqual([]);
      // Both ends are in this process, and so is whatever else the tests leave to the collector.
      const bytesEach = (process.memoryUsage().rss - before) / count;
      expect(bytesEach).toBeLessThan(131_072);
      for (const socket of sockets) socket.destroy();
    }
  });

  it("does not hear a peer that is not on loopback", async () => {
    const { ports, work } = await bothServers();
    const own = Object.values(networkInterfaces())
      .flatMap((each) => each ?? [])
      .find(({ family, internal }) => family === "IPv4" && !internal);
    for (const port of own === undefined ? [] : ports) {
      const refused = new Promise((resolve) => {
        connect({ port, host: own?.address ?? "" }).once("error", resolve);
      });
      expect(await refused).toMatchObject({ code: "ECONNREFUSED" });
      const from = connect({ port, host: "127.0.0.1", localAddress: own?.address ?? "" });
      const heard: Buffer[] = [];
      from.on("data", (chunk: Buffer) => heard.push(chunk)).on("error", () => {});
      from.write(`${HEAD}Content-Length: 0\r\n\r\n`);
      await new Promise((resolve) => from.once("close", resolve));
      expect(heard).toEqual([]);
    }
    await work();
  });
});
