import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { collectAnswer } from "../../../../shared/brokers/sqs/collect-answer.ts";
import { sqsSink } from "../../../../shared/brokers/sqs/sink.ts";
import { aBudget, aMessage } from "../../../support/a-message.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closing.splice(0)) await close();
});

async function* chunks(...sizes: readonly number[]) {
  for (const size of sizes) yield new Uint8Array(size).fill(1);
}

/** A queue that answers by `answer`; says when each of its connections has been closed. */
async function aQueue(answer: (response: ServerResponse) => void) {
  const closed: Promise<void>[] = [];
  const server = createServer((request, response) => {
    closed.push(new Promise((resolve) => response.once("close", resolve)));
    request.resume().on("end", () => {
      response.writeHead(200, { "content-type": "application/x-amz-json-1.0" });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  vi.stubEnv("AWS_ENDPOINT_URL_SQS", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) vi.stubEnv(name, "x");
  const place = { region: "eu-west-1", account: "111122223333" };
  return { closed, sink: sqsSink({ broker: "sqs", name: "inbox", queue: "inbox", fifo: false, ...place }) };
}

describe("collectAnswer", () => {
  it("gives all bytes, in order", async () => {
    expect(await collectAnswer(chunks())).toEqual(Buffer.alloc(0));
    expect(await collectAnswer(chunks(3, 0, 1_048_573))).toEqual(Buffer.alloc(1_048_576, 1));
  });

  it("rejects what is larger than a megabyte, and asks for no more of it", async () => {
    let asked = 0;
    async function* endless() {
      for (;;) yield new Uint8Array(100_000).fill(asked++);
    }
    await expect(collectAnswer(endless())).rejects.toMatchObject({ code: "ANSWER_TOO_LARGE", retryable: true });
    expect(asked).toBe(11);
  });
});

describe("a queue whose answer has no end", () => {
  it("has taken nothing, is cut off, and is asked again", async () => {
    const { sink, closed } = await aQueue((response) => {
      const more = () => response.write(" ".repeat(65_536), () => setImmediate(more));
      if (!response.destroyed) more();
    });
    const [result] = await sink.send([aMessage()], aBudget(5_000));
    expect(result).toMatchObject({
      error: {
        code: "ANSWER_TOO_LARGE",
        retryable: true,
        message: expect.stringMatching(/^sending to inbox ended with/),
      },
    });
    await Promise.all(closed);
    expect(closed).toHaveLength(3);
  });

  it("has taken nothing where it dribbles, and is cut off when the time is up", async () => {
    const { sink, closed } = await aQueue((response) => {
      const drop = setInterval(() => response.write(" "), 10);
      response.once("close", () => clearInterval(drop));
    });
    expect(await sink.send([aMessage()], aBudget(600))).toMatchObject([
      { error: { code: "TIMEOUT", retryable: true } },
    ]);
    await Promise.all(closed);
    expect(closed).toHaveLength(1);
  });

  it("has taken nothing where it breaks off", async () => {
    const { sink } = await aQueue((response) => {
      response.write('{"Successful":[{"Id":"0","MessageId":"m"');
      setImmediate(() => response.destroy());
    });
    expect(await sink.send([aMessage()], aBudget(5_000))).toMatchObject([
      { error: { code: "CONNECTION", retryable: true } },
    ]);
  });
});
