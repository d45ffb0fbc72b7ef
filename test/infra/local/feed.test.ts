import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Feed, type FeedNews, sendFeed } from "../../../infra/local/feed.ts";
import { makeQueue, makeTopic } from "../../../infra/local/provision.ts";
import { openServers, type Servers } from "../../../infra/local/servers.ts";
import { PUBSUB_LIMITS, type PubsubEndpoint } from "../../../shared/brokers/pubsub/endpoint.ts";
import { SQS_LIMITS, type SqsEndpoint } from "../../../shared/brokers/sqs/endpoint.ts";
import { type Answer, anSqsServer, batchAnswer, type Request } from "../../support/an-sqs-server.ts";
import { temporaryFolder } from "../../support/run-command.ts";

const PLACE = { account: "111122223333", region: "eu-west-1", project: "shop-project" };
const queue: SqsEndpoint = { broker: "sqs", name: "orders", queue: "orders.fifo", fifo: true, ...PLACE };
const topic: PubsubEndpoint = { broker: "pubsub", name: "scores", topic: "scores", ordered: true, ...PLACE };
const folder = temporaryFolder();
const file = join(folder, "feed.ndjson");
const open = new AbortController().signal;

let servers: Servers;
const arrived: { readonly body: string; readonly key: string | undefined }[] = [];
beforeAll(async () => {
  servers = await openServers(PLACE);
  await makeQueue(servers.sqs, queue, {});
  await makeTopic(servers.pubsub, topic);
  servers.sqsEngine?.observe((event) => {
    if (event.kind === "sent") arrived.push({ body: event.message.body, key: event.message.groupId });
  });
  servers.pubsubEngine?.observe((event) => {
    const { data, orderingKey } = event.message;
    if (event.kind === "published") arrived.push({ body: Buffer.from(data).toString(), key: orderingKey });
  });
});
afterAll(() => servers.close());

/** Sends lines; gives the end, the news, and what has arrived meanwhile. */
async function send(lines: string | Buffer, feed: Omit<Feed, "file">, ended = open, onNews = (_: FeedNews) => {}) {
  writeFileSync(file, lines);
  const from = arrived.length;
  const news: FeedNews[] = [];
  const tell = (each: FeedNews) => {
    news.push(each);
    onNews(each);
  };
  const end = await sendFeed({ file, ...feed }, servers, tell, ended);
  return { end, news, arrived: arrived.slice(from), refused: news.filter(({ kind }) => kind === "refused") };
}

const order = (number: number, id: string | number) => JSON.stringify({ number, customer: { id } });

describe("sendFeed", () => {
  it.each([
    ["queue", queue],
    ["topic", topic],
  ])("sends every line to a %s, in order per key", async (_, endpoint) => {
    const lines = Array.from({ length: 60 }, (_, at) => order(at, `c-${at % 3}`));
    const { end, arrived } = await send(`${lines.join("\n")}\n\n`, { endpoint, key: "customer.id" });
    expect(end).toEqual({ sent: 60, refused: 0, unsent: 0, isRead: true });
    for (const key of ["c-0", "c-1", "c-2"]) {
      const wanted = lines.filter((line) => line.includes(key));
      expect(arrived.filter((each) => each.key === key).map(({ body }) => body)).toEqual(wanted);
    }
  });

  it("tells each line that can't be sent, with the reason, and goes on with the rest", async () => {
    const tooLarge = order(3, "x".repeat(SQS_LIMITS.messageBytes));
    const lines = [
      order(1, "c-1"),
      "{damaged",
      tooLarge,
      '{"customer":{}}',
      '{"customer":{"id":"\u0001"}}',
      order(6, 7),
    ];
    const { end, arrived, refused } = await send(lines.join("\n"), { endpoint: queue, key: "customer.id" });
    expect(end).toEqual({ sent: 2, refused: 4, unsent: 0, isRead: true });
    expect(refused).toEqual([
      { kind: "refused", line: 2, reason: "the line is not JSON, so it has no key" },
      { kind: "refused", line: 3, reason: "the line has more than the 1048576 bytes that a queue takes" },
      { kind: "refused", line: 4, reason: "the line has no text or number at customer.id" },
      { kind: "refused", line: 5, reason: "the line has bytes that a queue does not take as text" },
    ]);
    expect(arrived).toEqual([
      { body: lines[0], key: "c-1" },
      { body: lines[5], key: "7" },
    ]);
  });

  it("keeps numbers apart as keys that a double does not, and a number and its digits together", async () => {
    const ids = ["9007199254740993", "9007199254740992", '"9007199254740993"', "12345678901234567890", "7", '"7"'];
    const lines = ids.map((id) => `{"customer":{"id":${id}}}`);
    const { arrived } = await send(lines.join("\n"), { endpoint: queue, key: "customer.id" });
    const wanted = lines.map((body, at) => ({ body, key: ids[at]?.replaceAll('"', "") }));
    expect(arrived.toSorted((a, b) => lines.indexOf(a.body) - lines.indexOf(b.body))).toEqual(wanted);
  });

  it("says of a line with a key that no broker takes that it is too large, and of one nested too deeply that it is", async () => {
    const lines = [order(1, "x".repeat(PUBSUB_LIMITS.messageBytes)), "[".repeat(300) + "]".repeat(300)];
    const { end, refused } = await send(lines.join("\n"), { endpoint: topic, key: "customer.id" });
    expect([end.sent, refused]).toEqual([
      0,
      [
        { kind: "refused", line: 1, reason: "the line has more than the 10000000 bytes that a topic takes" },
        { kind: "refused", line: 2, reason: expect.stringContaining("nested too deeply") },
      ],
    ]);
  });

  it("tells a line that a topic refuses among others, and sends the others", async () => {
    const longKey = order(2, "k".repeat(1_025));
    const lines = [order(1, "a"), longKey, order(3, "b"), order(4, "a")];
    const { end, arrived, refused } = await send(lines.join("\n"), { endpoint: topic, key: "customer.id" });
    expect(end).toEqual({ sent: 3, refused: 1, unsent: 0, isRead: true });
    expect(refused).toEqual([
      { kind: "refused", line: 2, reason: expect.stringContaining("ended with INVALID_ARGUMENT") },
    ]);
    expect(arrived.map(({ body }) => body).toSorted()).toEqual([lines[0], lines[2], lines[3]].toSorted());
  });

  it("sends nothing more once it is ended, and counts what is left", async () => {
    const ended = new AbortController();
    const lines = Array.from({ length: 5_000 }, (_, at) => order(at, at));
    const { end, arrived } = await send(lines.join("\n"), { endpoint: topic }, ended.signal, () => ended.abort());
    expect([end.isRead, end.refused, end.sent + end.unsent]).toEqual([true, 0, 5_000]);
    expect(arrived.length).toBe(end.sent);
    expect(end.sent).toBeLessThan(5_000);
  });

  it("says that a file can't be read", async () => {
    const end = await sendFeed({ file: join(folder, "missing"), endpoint: queue }, servers, () => {}, open);
    const failure = `${join(folder, "missing")} can't be read (ENOENT)`;
    expect(end).toEqual({ sent: 0, refused: 0, unsent: 0, isRead: false, failure });
  });
});

/** Sends three lines of one key to a queue that answers as told. */
async function sendTo(answer: (request: Request) => Answer, ended = open, onNews = (_: FeedNews) => {}, fifo = false) {
  const stub = await anSqsServer(answer);
  try {
    writeFileSync(file, "one\ntwo\nthree\n");
    const news: FeedNews[] = [];
    const tell = (each: FeedNews) => {
      news.push(each);
      onNews(each);
    };
    const endpoint = { ...queue, queue: fifo ? "orders.fifo" : "orders", fifo };
    const end = await sendFeed({ file, endpoint }, { sqsAt: () => stub.client, pubsubHost: "" }, tell, ended);
    return { end, kinds: new Set(news.map(({ kind }) => kind)), requests: stub.requests };
  } finally {
    await stub.close();
  }
}

describe("sendFeed to a queue that takes nothing for now", () => {
  it("sends again what was throttled, until it is taken", async () => {
    let busy = 5;
    const { end, requests } = await sendTo((request) =>
      busy-- > 0 ? { error: "RequestThrottled", body: {} } : batchAnswer(request),
    );
    expect(end).toEqual({ sent: 3, refused: 0, unsent: 0, isRead: true });
    expect(requests.length).toBe(6);
  });

  it("sends again only the lines of a request that were not taken", async () => {
    const codes = ["InternalError"];
    const { end, requests } = await sendTo((request) =>
      batchAnswer(request, (body) => (body === "two" ? codes.pop() : undefined)),
    );
    expect(end).toEqual({ sent: 3, refused: 0, unsent: 0, isRead: true });
    expect(requests.map(({ bodies }) => bodies)).toEqual([["one", "two", "three"], ["two"]]);
  });

  it("says how many lines were sent again without an answer to the first time, but to a FIFO queue, which knows them", async () => {
    const unansweredOnce = () => {
      let times = 1;
      return (request: Request): Answer => (times-- > 0 ? { error: "TIMEOUT", body: {} } : batchAnswer(request));
    };
    const { end } = await sendTo(unansweredOnce());
    expect(end).toEqual({ sent: 3, refused: 0, unsent: 0, repeated: 3, isRead: true });
    const known = await sendTo(unansweredOnce(), open, undefined, true);
    expect(known.end).toEqual({ sent: 3, refused: 0, unsent: 0, isRead: true });
  });

  it("ends when it is told to, with all lines unsent and none refused", async () => {
    const ended = new AbortController();
    const { end, kinds } = await sendTo(
      () => "cut",
      ended.signal,
      () => ended.abort(),
    );
    expect(end).toEqual({ sent: 0, refused: 0, unsent: 3, isRead: true });
    expect(kinds).toEqual(new Set(["held"]));
  });
});
