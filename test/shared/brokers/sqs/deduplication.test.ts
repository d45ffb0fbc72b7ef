import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SqsServer, sqsServer } from "../../../../infra/local/sqs/server.ts";
import { deduplicationId } from "../../../../shared/brokers/sqs/deduplication.ts";
import { type Message, text } from "../../../../shared/core/message.ts";
import { plenty, receive, textOf } from "../../../suites/collect.ts";
import { aMessage } from "../../../support/a-message.ts";
import { sqsHarness } from "../../../support/harness/sqs.ts";

const id = "orders:22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324";

const made = (parts: Partial<Message>) => deduplicationId(aMessage({ id, trail: ["f/a"], ...parts }));

describe("deduplicationId", () => {
  it("is the origin id with what tells the message from others behind it, in short", () => {
    expect(made({ id: "orders:1" })).toMatch(/^orders:1\.[0-9a-f]{16}$/);
  });

  it("is the same for the same way, and another for any other", () => {
    const ways = [[], ["f/a"], ["f/b"], ["f/a", "f/b"], ["f/b", "f/a"], ["f/a,f/b"], ["f/a", "f/b", "f/c"]];
    const ids = ways.map((trail) => made({ trail }));
    expect(ways.map((trail) => made({ trail: [...trail] }))).toEqual(ids);
    expect(new Set(ids).size).toBe(ways.length);
  });

  it("keeps messages apart that say different things under one id, as answers with copied attributes do", () => {
    const attributes = (...pairs: readonly (readonly [string, string])[]) =>
      new Map(pairs.map(([name, value]) => [name, text(value)]));
    const messages: readonly Partial<Message>[] = [
      {},
      { body: Buffer.from("1") },
      { body: Buffer.from("2") },
      { orderingKey: "k" },
      { deduplicationId: "k" },
      { attributes: attributes(["a", "1"]) },
      { attributes: attributes(["a", "2"]) },
      { attributes: attributes(["a", "1"], ["b", "1"]) },
      { attributes: new Map([["a", { type: "Number", value: "1" }]]) },
    ];
    expect(new Set(messages.map(made)).size).toBe(messages.length);
    const order = [attributes(["a", "1"], ["b", "2"]), attributes(["b", "2"], ["a", "1"])];
    expect(new Set(order.map((each) => made({ attributes: each }))).size).toBe(1);
  });

  it("is the same whatever changes from one delivery of a message to the next", () => {
    expect(made({ traceHeader: "Root=1", tenant: "t", sentAt: 1 })).toBe(made({}));
  });

  it("keeps messages apart, also the children of a split", () => {
    const ids = [id, `${id}.0`, `${id}.1`, `${id}.1.0`, "é", "x".repeat(111), "x".repeat(112), "x".repeat(500)];
    expect(new Set(ids.map((each) => made({ id: each }))).size).toBe(ids.length);
  });

  it("is one that SQS takes, whatever id and trail hold", () => {
    const ids = [id, "é", "with space", "\u0000", "x".repeat(111), "x".repeat(112), "x".repeat(5_000)];
    for (const each of ids)
      for (const trail of [[], ["f/a"], Array(32).fill("\ud800é".repeat(99))])
        expect(made({ id: each, trail })).toMatch(/^[!-~]{1,128}$/);
  });
});

describe("two branches of a fabric that meet at one FIFO queue", () => {
  let server: SqsServer;
  beforeAll(async () => {
    server = await sqsServer({});
  });
  afterAll(() => server.close());

  const branches = [
    ["shop/all"],
    ["shop/paid"],
    ["shop/out", "shop/left", "shop/in"],
    ["shop/out", "shop/right", "shop/in"],
  ];

  it.each([undefined, "customer-7"])(
    "both deliver, and a hop that is tried again delivers once: key %s",
    async (key) => {
      const party = { name: "sqs on the local server", url: () => server.endpoint, account: "000000000000" };
      const broker = await sqsHarness(party).open({ ordered: true });
      const order = (trail: readonly string[]) =>
        aMessage({ id, trail, body: Buffer.from(trail.join()), ...(key === undefined ? {} : { orderingKey: key }) });
      const tried = [...branches, ...branches].map(order);
      expect(await broker.sink.send(tried, plenty)).toEqual(tried.map(() => ({ kind: "sent" })));
      expect((await receive(broker, branches.length)).map(textOf).sort()).toEqual(
        branches.map((way) => way.join()).sort(),
      );
      expect(await broker.take()).toBeUndefined();
      await broker.close();
    },
  );
});
