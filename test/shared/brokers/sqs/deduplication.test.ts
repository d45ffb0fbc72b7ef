import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SqsServer, sqsServer } from "../../../../infra/local/sqs/server.ts";
import { deduplicationId } from "../../../../shared/brokers/sqs/deduplication.ts";
import { plenty, receive, textOf } from "../../../suites/collect.ts";
import { aMessage } from "../../../support/a-message.ts";
import { sqsHarness } from "../../../support/harness/sqs.ts";

const id = "orders:22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324";

describe("deduplicationId", () => {
  it("is the origin id with the trail behind it, in short", () => {
    expect(deduplicationId({ id: "orders:1", trail: ["shop/a"] })).toBe("orders:1.f8d1f94419833cfb");
  });

  it("is the same for the same way, and another for any other", () => {
    const ways = [[], ["f/a"], ["f/b"], ["f/a", "f/b"], ["f/b", "f/a"], ["f/a,f/b"], ["f/a", "f/b", "f/c"]];
    const made = ways.map((trail) => deduplicationId({ id, trail }));
    expect(ways.map((trail) => deduplicationId({ id, trail: [...trail] }))).toEqual(made);
    expect(new Set(made).size).toBe(ways.length);
  });

  it("keeps messages apart, also the children of a split", () => {
    const ids = [id, `${id}.0`, `${id}.1`, `${id}.1.0`, "é", "x".repeat(111), "x".repeat(112), "x".repeat(500)];
    expect(new Set(ids.map((each) => deduplicationId({ id: each, trail: ["f/a"] }))).size).toBe(ids.length);
  });

  it("is one that SQS takes, whatever id and trail hold", () => {
    const ids = [id, "é", "with space", "\u0000", "x".repeat(111), "x".repeat(112), "x".repeat(5_000)];
    for (const each of ids)
      for (const trail of [[], ["f/a"], Array(32).fill("\ud800é".repeat(99))])
        expect(deduplicationId({ id: each, trail })).toMatch(/^[!-~]{1,128}$/);
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
