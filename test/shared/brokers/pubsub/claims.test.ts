import { describe, expect, it } from "vitest";
import { sha256 } from "../../../../shared/brokers/claims.ts";
import { folderStore } from "../../../../shared/brokers/folder-store.ts";
import { layDown, redeem } from "../../../../shared/brokers/pubsub/claims.ts";
import type { PubsubEndpoint } from "../../../../shared/brokers/pubsub/endpoint.ts";
import { pubsubSource } from "../../../../shared/brokers/pubsub/source.ts";
import type { PubsubWire } from "../../../../shared/brokers/pubsub/wire.ts";
import { type Attribute, text } from "../../../../shared/core/message.ts";
import { aBudget, aMessage } from "../../../support/a-message.ts";
import { temporaryFolder } from "../../../support/run-command.ts";
import { overPubsub } from "../../../support/wire-limits.ts";

const NOW = Date.UTC(2026, 10, 25);
const claimCheck = { bucket: "claims", prefix: "", keepSeconds: 604_800 };
const topic = {
  broker: "pubsub",
  name: "feed",
  topic: "feed",
  ordered: false,
  project: "shop",
  region: "europe-west1",
  claimCheck,
} satisfies PubsubEndpoint;

function pushOf({ data, attributes }: PubsubWire, subscription = "s") {
  const message = {
    data: Buffer.from(data).toString("base64"),
    attributes,
    messageId: "7",
    publishTime: "2026-11-25T00:00:00Z",
  };
  const body = Buffer.from(JSON.stringify({ message, subscription: `projects/shop/subscriptions/${subscription}` }));
  return { headers: { "content-type": "application/json" }, body };
}

function aStore() {
  const store = folderStore(temporaryFolder(), "claims");
  const take = async (wire: PubsubWire, subscription?: string) => {
    const pushed = pubsubSource(topic, "s").receive(pushOf(wire, subscription));
    const [delivery] = await redeem(pushed, topic, { store, budget: aBudget() });
    if (delivery === undefined) throw new Error("one push is one delivery");
    return delivery;
  };
  const laid = (key: string, body: string) =>
    store.put({ key, bytes: Buffer.from(body), sha256: sha256(body) }, aBudget());
  return { store, take, laid };
}

const pointing = (pointer: unknown, mark = "1"): PubsubWire => ({
  data: Buffer.from(typeof pointer === "string" ? pointer : JSON.stringify(pointer)),
  attributes: { "hopspan-claim": mark, kind: "paid" },
});

describe("the claim check of a topic", () => {
  it("writes a pointer that anybody can read, marked by an attribute to filter by", async () => {
    const { store } = aStore();
    const body = Buffer.from([0, 255, 10]);
    const wire = await layDown(aMessage({ body }), topic, { store, budget: aBudget(), now: NOW });
    const pointer = JSON.parse(String(wire.data));
    expect(pointer).toEqual({
      url: expect.stringMatching(/^gs:\/\/claims\/feed\/2026-11-25\/[0-9a-f]{64}$/),
      sha256: sha256(body),
      bytes: 3,
      expires: "2026-12-02T00:00:00.000Z",
    });
    expect(wire.attributes["hopspan-claim"]).toBe("1");
    expect(Buffer.from(await store.get(pointer.url.slice("gs://claims/".length), 3, aBudget()))).toEqual(body);
  });

  it("gives back the same message, a user's attribute of its own name among the rest", async () => {
    const { store, take } = aStore();
    const attributes = new Map<string, Attribute>(
      Array.from({ length: 120 }, (_, at) => [`name-${at}`, text(`v${at}`)] as const),
    )
      .set("hopspan-claim", text("1"))
      .set("weight", { type: "Number.kg", value: "2" });
    const message = aMessage({
      body: Buffer.from([0, 255]),
      attributes,
      orderingKey: "k",
      tenant: "t",
      trail: ["a/b"],
    });
    const wire = await layDown(message, topic, { store, budget: aBudget(), now: NOW });
    expect(overPubsub(wire)).toEqual([]);
    const delivery = await take(wire);
    const opened = delivery.open();
    expect({ ...opened, body: Buffer.from(opened.body) }).toEqual({ ...message, orderingKey: opened.orderingKey });
    expect(delivery.raw).toMatchObject({ attributes: { "hopspan-claim": "1" } });
  });

  it("keeps a user's attribute of its own name also where there is room for all", async () => {
    const { store, take } = aStore();
    const message = aMessage({ attributes: new Map([["hopspan-claim", text("mine")]]) });
    const wire = await layDown(message, topic, { store, budget: aBudget(), now: NOW });
    expect(JSON.parse(wire.attributes["hopspan"] ?? "")).toMatchObject({
      c: [sha256(message.body), message.body.length, NOW + 604_800_000],
    });
    expect((await take(wire)).open().attributes).toEqual(message.attributes);
  });

  it("reads what others wrote in the same form, with or without a hash", async () => {
    const { take, laid } = aStore();
    await laid("theirs/x", "whole");
    const bare = { url: "gs://claims/theirs/x", bytes: 5 };
    for (const pointer of [bare, { ...bare, sha256: sha256("whole"), more: 1 }]) {
      const message = (await take(pointing(pointer))).open();
      expect([message.id, String(message.body), Object.fromEntries(message.attributes)]).toEqual([
        "feed:7",
        "whole",
        { kind: text("paid") },
      ]);
    }
  });

  it("follows no pointer to anywhere else, and takes such a body for a body", async () => {
    const { take, laid } = aStore();
    await laid("x", "whole");
    const strange = [
      ...[
        { url: "gs://others/x", bytes: 5 },
        { url: "s3://claims/x", bytes: 5 },
        { url: "gs://claims/../x", bytes: 5 },
      ],
      ...[
        { url: "gs://claims/x" },
        { url: "gs://claims/x", bytes: "5" },
        { url: "gs://claims/x", bytes: -1 },
        { url: 1, bytes: 5 },
      ],
      ...[
        { url: "gs://claims/x", bytes: 5, sha256: "no hash" },
        [],
        null,
        "no JSON",
        `{"url":"gs://claims/x","bytes":5}${" ".repeat(10_000)}`,
      ],
    ];
    for (const pointer of strange) {
      const wire = pointing(pointer);
      expect(String(Buffer.from((await take(wire)).open().body))).toBe(String(wire.data));
    }
    const unmarked = pointing({ url: "gs://claims/x", bytes: 5 }, "2");
    expect(String(Buffer.from((await take(unmarked)).open().body))).toBe(String(unmarked.data));
  });

  it("lays to rest what is gone or another one, and still refuses what is of another subscription", async () => {
    const { take, laid } = aStore();
    const pointer = { url: "gs://claims/x", bytes: 5, sha256: sha256("whole") };
    const gone = await take(pointing(pointer));
    expect(() => gone.open()).toThrow(expect.objectContaining({ code: "CLAIM_GONE", retryable: false }));
    await laid("x", "other");
    const other = await take(pointing(pointer));
    expect(() => other.open()).toThrow(expect.objectContaining({ code: "CLAIM_DAMAGED", retryable: false }));
    await laid("x", "whole");
    const strange = await take(pointing(pointer), "strange");
    expect(() => strange.open()).toThrow(expect.objectContaining({ code: "WRONG_SUBSCRIPTION", retryable: true }));
  });

  it("leaves what is no push to say so", async () => {
    const { store } = aStore();
    const pushed = pubsubSource(topic, "s").receive({ headers: {}, body: Buffer.from("no push") });
    const [delivery] = await redeem(pushed, topic, { store, budget: aBudget() });
    expect(() => delivery?.open()).toThrow(expect.objectContaining({ code: "NOT_A_PUSH" }));
  });
});
