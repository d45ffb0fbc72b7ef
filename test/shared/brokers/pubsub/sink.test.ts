import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PubsubEndpoint } from "../../../../shared/brokers/pubsub/endpoint.ts";
import { FATES } from "../../../../shared/brokers/pubsub/fates.ts";
import { pubsubSink } from "../../../../shared/brokers/pubsub/sink.ts";
import { fromWire } from "../../../../shared/brokers/pubsub/wire.ts";
import { text } from "../../../../shared/core/message.ts";
import type { SendResult } from "../../../../shared/core/ports.ts";
import { aBudget, aMessage } from "../../../support/a-message.ts";
import { aPubsubServer, type PublishAnswer, type PublishCall, taken } from "./a-pubsub-server.ts";

const endpoint: PubsubEndpoint = {
  broker: "pubsub",
  name: "feed",
  topic: "feed",
  ordered: true,
  project: "shop",
  region: "europe-west1",
};
const [INVALID_ARGUMENT, NOT_FOUND, UNAVAILABLE, UNAUTHENTICATED] = [3, 5, 14, 16];

let close = async () => {};
// No pause before another try: what is refused here is refused every time.
beforeEach(() => void vi.spyOn(Math, "random").mockReturnValue(0));
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await close();
});

async function aTopic(answer: (call: PublishCall) => PublishAnswer = taken) {
  const server = await aPubsubServer(answer);
  close = server.close;
  return { ...server, sink: pubsubSink(endpoint, { client: server.client }) };
}

const named = (name: string, orderingKey?: string) =>
  aMessage({ id: name, body: Buffer.from(name), ...(orderingKey === undefined ? {} : { orderingKey }) });
const sized = (id: string, bytes: number) => aMessage({ id, body: new Uint8Array(bytes) });
const bodies = ({ messages }: PublishCall) => messages.map(({ data }) => data.toString());
const brief = (results: readonly SendResult[]) =>
  results.map((result) =>
    result.kind === "refused" ? `${result.error.code} ${result.error.retryable ? "later" : "never"}` : result.kind,
  );
const names = (count: number, prefix = "m") => Array.from({ length: count }, (_, at) => `${prefix}${at}`);
const refuseThe = (name: string, status: number) => (call: PublishCall) =>
  bodies(call).includes(name) ? { status } : taken(call);

describe("pubsubSink", () => {
  it("publishes body, attributes and key; attributes are neither lost nor renamed", async () => {
    const { sink, calls } = await aTopic();
    const attributes = new Map([
      ["Tenant-Id", text("é")],
      ["__proto__", text("x")],
      ["weight", { type: "Number.kg", value: "1.50" }],
    ]);
    const message = aMessage({ attributes, orderingKey: "customer 7" });
    expect(brief(await sink.send([message], aBudget()))).toEqual(["sent"]);
    expect(calls).toMatchObject([{ topic: "projects/shop/topics/feed", messages: [{ orderingKey: "customer 7" }] }]);
    const [{ data, ...wire } = { data: Buffer.alloc(0), attributes: {} }] = calls[0]?.messages ?? [];
    expect(fromWire({ ...wire, data, endpoint: "feed", messageId: "1", publishedAt: 0 })).toEqual(message);
  });

  it("sends what has no key in one request", async () => {
    const { sink, calls } = await aTopic();
    expect(
      brief(
        await sink.send(
          names(10).map((name) => named(name)),
          aBudget(),
        ),
      ),
    ).toEqual(Array(10).fill("sent"));
    expect(calls.map(bodies)).toEqual([names(10)]);
  });

  it("sends messages of different keys, mixed in one batch, in requests of one key each, in order", async () => {
    const { sink, calls, confirmed } = await aTopic();
    const batch = names(30).map((name, at) => named(name, at % 3 === 2 ? undefined : `k${at % 3}`));
    expect(brief(await sink.send(batch, aBudget()))).toEqual(Array(30).fill("sent"));
    for (const { messages } of calls) expect(new Set(messages.map(({ orderingKey }) => orderingKey)).size).toBe(1);
    const ofKey = (key: string) => confirmed.filter(({ orderingKey }) => orderingKey === key);
    for (const [at, key] of ["k0", "k1", ""].entries())
      expect(ofKey(key).map(({ data }) => data.toString())).toEqual(names(30).filter((_, nth) => nth % 3 === at));
  });

  it("merges what concurrent calls have handed over", async () => {
    const { sink, calls } = await aTopic();
    const results = await Promise.all(names(5).map((name) => sink.send([named(name)], aBudget())));
    expect(results.map(brief)).toEqual(Array(5).fill(["sent"]));
    expect(calls.map(bodies)).toEqual([names(5)]);
  });

  it("puts at most a thousand messages into a request", async () => {
    const { sink, calls } = await aTopic();
    expect(
      brief(
        await sink.send(
          names(2_500).map((name) => named(name)),
          aBudget(),
        ),
      ),
    ).toEqual(Array(2_500).fill("sent"));
    expect(calls.map(({ messages }) => messages.length).sort()).toEqual([1_000, 1_000, 500]);
  });

  it("never makes a batch over the byte limit, which would be retried for ever", async () => {
    const { sink, calls } = await aTopic();
    const batch = names(25).map((name) => sized(name, 1_000_000));
    expect(brief(await sink.send(batch, aBudget()))).toEqual(Array(25).fill("sent"));
    expect(calls.map(({ messages }) => messages.length).sort()).toEqual([1, 8, 8, 8]);
  });

  it("sends a message of almost the limit alone, and refuses one over it before anything is sent", async () => {
    const { sink, calls } = await aTopic();
    const batch = [sized("small", 10), sized("large", 9_990_000), sized("too large", 10_000_000), sized("tiny", 1)];
    const results = await sink.send(batch, aBudget());
    expect(brief(results)).toEqual(["sent", "sent", "MESSAGE_TOO_LARGE never", "sent"]);
    expect(results[2]).toMatchObject({
      error: {
        message: expect.stringMatching(
          /^message too large has 100000\d\d bytes, feed takes at most 10000000: set claimCheck on endpoint feed$/,
        ),
      },
    });
    expect(calls.flatMap(({ messages }) => messages.map(({ data }) => data.byteLength)).sort()).toEqual([
      1, 10, 9_990_000,
    ]);
    expect(calls.find(({ messages }) => messages.some(({ data }) => data.byteLength > 9e6))?.messages).toHaveLength(1);
  });

  it("refuses what can't be made to fit, and harms no neighbour", async () => {
    const { sink, texts } = await aTopic();
    const attributes = new Map(names(100).map((name) => [name, text("v".repeat(1_024))]));
    const batch = [named("m0"), { ...named("crowded"), attributes }, named("m1")];
    expect(brief(await sink.send(batch, aBudget()))).toEqual(["sent", "ATTRIBUTES_TOO_LARGE never", "sent"]);
    expect(texts()).toEqual(["m0", "m1"]);
  });

  it("finds the one bad entry that fails a whole batch, and sends all others", async () => {
    const { sink, texts } = await aTopic(refuseThe("m6", INVALID_ARGUMENT));
    const results = brief(
      await sink.send(
        names(10).map((name) => named(name)),
        aBudget(),
      ),
    );
    expect(results).toEqual(names(10).map((name) => (name === "m6" ? "INVALID_ARGUMENT never" : "sent")));
    expect(texts().sort()).toEqual(names(10).filter((name) => name !== "m6"));
  });

  it("lets a key go on behind a message that Pub/Sub refuses for good, in order", async () => {
    const { sink, texts } = await aTopic(refuseThe("m2", INVALID_ARGUMENT));
    const results = brief(
      await sink.send(
        names(5).map((name) => named(name, "k")),
        aBudget(),
      ),
    );
    expect(results).toEqual(["sent", "sent", "INVALID_ARGUMENT never", "sent", "sent"]);
    expect(texts()).toEqual(["m0", "m1", "m3", "m4"]);
  });

  it.each(Object.entries(FATES))("tells the fate of status %s by its table", async (status, { code, retryable }) => {
    const { sink } = await aTopic(() => ({ status: Number(status) }));
    expect(brief(await sink.send([named("m")], aBudget()))).toEqual([`${code} ${retryable ? "later" : "never"}`]);
  });

  it("bounds and cleans what a server says that speaks as if it were the client", async () => {
    const details = `Getting metadata from plugin failed with error: NO_IDENTITY: two\nlines \u001b[31m${"x".repeat(9_000)}`;
    const { sink } = await aTopic(() => ({ status: UNAUTHENTICATED, details }));
    const [result] = await sink.send([named("m")], aBudget());
    const said = result?.kind === "refused" ? result.error.message : "";
    expect(said).toMatch(/^publishing to projects\/shop\/topics\/feed ended with NO_IDENTITY: two.lines .\[31mx+$/);
    expect([said.length < 600, /[^ -~]/.test(said)]).toEqual([true, false]);
  });

  it("says nothing of what the server said, which may quote the message", async () => {
    const { sink } = await aTopic(() => ({ status: INVALID_ARGUMENT }));
    const [result] = await sink.send([named("m")], aBudget());
    expect(result).toMatchObject({
      error: { message: "publishing to projects/shop/topics/feed ended with INVALID_ARGUMENT" },
    });
  });

  it("never calls a message sent that Pub/Sub refused, so that nobody deletes it at its source", async () => {
    const { sink } = await aTopic(() => ({ status: NOT_FOUND }));
    expect(brief(await sink.send([named("a"), named("b", "k")], aBudget()))).toEqual([
      "NOT_FOUND later",
      "NOT_FOUND later",
    ]);
  });

  it("has one layer of retries: the client adds none of its own", async () => {
    const { sink, calls } = await aTopic(() => ({ status: UNAVAILABLE }));
    expect(brief(await sink.send([named("m")], aBudget()))).toEqual(["UNAVAILABLE later"]);
    expect(calls).toHaveLength(3);
  });

  it("sends again in order what failed for a moment", async () => {
    let refusals = 2;
    const { sink, texts } = await aTopic((call) => (refusals-- > 0 ? { status: UNAVAILABLE } : taken(call)));
    expect(
      brief(
        await sink.send(
          names(5).map((name) => named(name, "k")),
          aBudget(),
        ),
      ),
    ).toEqual(Array(5).fill("sent"));
    expect(texts()).toEqual(names(5));
  });

  it("never leaves a key stuck after one failed ordered publish, and keeps its order", async () => {
    let down = true;
    const { sink, texts } = await aTopic((call) => (down ? { status: UNAVAILABLE } : taken(call)));
    const first = await sink.send([named("m0", "k"), named("m1", "k"), named("other", "j")], aBudget());
    expect(brief(first)).toEqual(["UNAVAILABLE later", "held", "UNAVAILABLE later"]);
    down = false;
    expect(
      brief(
        await sink.send(
          names(3).map((name) => named(name, "k")),
          aBudget(),
        ),
      ),
    ).toEqual(["sent", "sent", "sent"]);
    expect(texts()).toEqual(names(3));
  });

  it.each([
    ["fewer ids than messages", { ids: 1 }],
    ["more ids than messages", { ids: 4 }],
    ["no ids", { ids: 0 }],
    ["ids without a letter", { ids: 3, id: "" }],
  ])("takes an answer with %s for no confirmation at all, since a publish is all or nothing", async (_, odd) => {
    let asked = 0;
    const { sink, calls } = await aTopic((call) => (asked++ === 0 ? odd : taken(call)));
    const batch = names(3).map((name) => named(name, "k"));
    expect(brief(await sink.send(batch, aBudget()))).toEqual(["sent", "sent", "sent"]);
    expect(calls.map(bodies)).toEqual([names(3), names(3)]);
  });

  it("takes an answer without ids for no confirmation", async () => {
    const { sink } = await aTopic(() => ({ ids: 0 }));
    expect(brief(await sink.send([named("m")], aBudget()))).toEqual(["NO_ANSWER later"]);
  });

  it("ends in time where the server is silent, and sends nothing twice", async () => {
    const { sink, calls } = await aTopic(() => "hang");
    expect(brief(await sink.send([named("m0", "k"), named("m1", "k")], aBudget(400)))).toEqual([
      "TIMEOUT later",
      "held",
    ]);
    expect(calls).toHaveLength(1);
  });

  it("starts nothing where no time is left", async () => {
    const { sink, calls } = await aTopic();
    expect(brief(await sink.send([named("m")], aBudget(0)))).toEqual(["held"]);
    expect(calls).toEqual([]);
  });

  it("survives missing credentials, and sends once they are there", async () => {
    const { host, texts } = await aTopic();
    vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", "/nowhere/credentials.json");
    const sink = pubsubSink(endpoint);
    expect(brief(await sink.send([named("m0", "k")], aBudget(400)))).toEqual(["NO_PUBLISHER later"]);
    vi.stubEnv("PUBSUB_EMULATOR_HOST", host);
    expect(brief(await sink.send([named("m0", "k")], aBudget()))).toEqual(["sent"]);
    expect(texts()).toEqual(["m0"]);
  });
});
