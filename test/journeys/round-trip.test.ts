import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PubsubServer, pubsubServer } from "../../infra/local/pubsub/server.ts";
import { type SqsServer, sqsServer } from "../../infra/local/sqs/server.ts";
import { isReserved, joinHeader } from "../../shared/brokers/header.ts";
import * as pubsub from "../../shared/brokers/pubsub/wire.ts";
import * as sqs from "../../shared/brokers/sqs/wire.ts";
import type { Message } from "../../shared/core/message.ts";
import type { Outcome } from "../../shared/core/ports.ts";
import { relay } from "../../shared/core/relay.ts";
import type { OpenBroker, Taken } from "../suites/broker-harness.ts";
import { comparable, plenty, receive } from "../suites/collect.ts";
import { anyMessage } from "../support/arbitrary-message.ts";
import { corpus } from "../support/corpus.ts";
import { pubsubHarness } from "../support/harness/pubsub.ts";
import { sqsHarness } from "../support/harness/sqs.ts";
import { overPubsub, overSqs } from "../support/wire-limits.ts";

/** Each way; a round of each is some 0.2 ms. */
const GENERATED = 10_000;

/** Onto a queue and off it again, as the next function finds it. */
function overQueue(message: Message, fifo: boolean): Message {
  const wire = sqs.toWire(message, { fifo });
  expectNothing(overSqs(wire));
  const stamp = { endpoint: "other", messageId: "m-1", sentAt: 1, fifo };
  return comparable(sqs.fromWire({ ...wire, ...stamp }));
}

/** Onto a topic and off it again. */
function overTopic(message: Message): Message {
  const wire = pubsub.toWire(message);
  expectNothing(overPubsub(wire));
  return comparable(pubsub.fromWire({ ...wire, endpoint: "other", messageId: "m-1", publishedAt: 1 }));
}

/** The deep comparison of the test runner is for the one that differs: it is too slow for all of them. */
function expectSame(found: Message, expected: Message): void {
  if (!isDeepStrictEqual(found, expected)) expect(found).toEqual(expected);
}

function expectNothing(found: readonly string[]): void {
  if (found.length > 0) expect(found).toEqual([]);
}

/** What stands on a queue, the header read: the order in which attributes stand in it means nothing. */
function queued(message: Message, fifo: boolean) {
  const { attributes, ...rest } = sqs.toWire(message, { fifo });
  const plain = [...attributes].filter(([name]) => !isReserved(name));
  return { ...rest, plain: new Map(plain), header: joinHeader((name) => attributes.get(name)?.value) };
}

/** The same of a topic. */
function published(message: Message) {
  const { data, attributes, ...rest } = pubsub.toWire(message);
  const plain = Object.entries(attributes).filter(([name]) => !isReserved(name));
  return { ...rest, data: Buffer.from(data), plain: new Map(plain), header: joinHeader((name) => attributes[name]) };
}

const generous = fc.oneof(
  { weight: 8, arbitrary: anyMessage() },
  { weight: 1, arbitrary: anyMessage({ maxAttributes: 110 }) },
  { weight: 1, arbitrary: anyMessage({ maxBodyBytes: 5_000, maxValueCharacters: 3_000 }) },
);

describe("a message that crosses and comes back", () => {
  const crossing = fc.tuple(generous, fc.boolean(), fc.boolean());

  it("is the same from a queue over a topic to a queue", { timeout: 180_000 }, () => {
    fc.assert(
      fc.property(crossing, ([message, fifoFirst, fifoLast]) => {
        const entered = overQueue(message, fifoFirst);
        expectSame(entered, message);
        const crossed = overTopic(entered);
        expectSame(crossed, message);
        expectSame(overQueue(crossed, fifoLast), message);
      }),
      { numRuns: GENERATED },
    );
  });

  it("is the same from a topic over a queue to a topic", { timeout: 180_000 }, () => {
    fc.assert(
      fc.property(crossing, ([message, fifo]) => {
        const entered = overTopic(message);
        expectSame(entered, message);
        const crossed = overQueue(entered, fifo);
        expectSame(crossed, message);
        expectSame(overTopic(crossed), message);
      }),
      { numRuns: GENERATED },
    );
  });

  it("has the same form on the wire as before it left, the same attributes in plain sight", () => {
    fc.assert(
      fc.property(crossing, ([message, fifo]) => {
        expect(queued(overTopic(message), fifo)).toEqual(queued(message, fifo));
        expect(published(overQueue(message, fifo))).toEqual(published(message));
      }),
      { numRuns: 500 },
    );
  });

  const fitting = corpus.filter(({ tooLargeFor = [] }) => tooLargeFor.length === 0);

  it.each(fitting.map(({ name, message }) => [name, message] as const))("is the same: %s", (_, message) => {
    for (const fifo of [true, false]) {
      expectSame(overTopic(overQueue(overTopic(message), fifo)), message);
      expectSame(overQueue(overTopic(overQueue(message, fifo)), fifo), message);
    }
  });
});

describe("a message of a stranger", () => {
  const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 });
  const name = fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/);
  const posted = fc.record({
    body: text,
    attributes: fc
      .array(
        fc.tuple(
          name,
          fc.oneof(text, fc.constant("007")).map((value) => ({ type: "String", value })),
        ),
        { maxLength: 10 },
      )
      .map((list) => new Map(list)),
    groupId: fc.stringMatching(/^[!-~]{1,128}$/),
    fifo: fc.boolean(),
  });

  it("comes back to a queue as it was first read from one, its text and group in plain sight", () => {
    fc.assert(
      fc.property(posted, (wire) => {
        const message = comparable(sqs.fromWire({ ...wire, endpoint: "orders", messageId: "m-1", sentAt: 5 }));
        expectSame(overQueue(overTopic(message), wire.fifo), message);
        const back = sqs.toWire(overTopic(message), wire);
        expect([back.body, back.groupId]).toEqual([wire.body, wire.groupId]);
      }),
      { numRuns: 2_000 },
    );
  });

  it("comes back to a topic as it was first read from one, its bytes, attributes and key in plain sight", () => {
    const published = fc.record(
      {
        data: fc.uint8Array({ minLength: 1, maxLength: 60 }),
        attributes: fc.dictionary(name, fc.string({ unit: "grapheme", maxLength: 60 }), { maxKeys: 40 }),
        orderingKey: text,
      },
      { requiredKeys: ["data", "attributes"] },
    );
    fc.assert(
      fc.property(published, fc.boolean(), (wire, fifo) => {
        const message = comparable(pubsub.fromWire({ ...wire, endpoint: "feed", messageId: "m-1", publishedAt: 5 }));
        expectSame(overTopic(overQueue(message, fifo)), message);
        const back = pubsub.toWire(overQueue(message, fifo));
        expect([Buffer.from(back.data), back.orderingKey]).toEqual([Buffer.from(wire.data), wire.orderingKey]);
        expect(back.attributes).toMatchObject(wire.attributes);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("over real servers, sinks and sources", () => {
  let queues: SqsServer;
  let topics: PubsubServer;
  beforeAll(async () => {
    [queues, topics] = await Promise.all([sqsServer({}), pubsubServer({})]);
  });
  afterAll(() => Promise.all([queues.close(), topics.close()]));

  /** Carries `count` deliveries on: what a deployed link does with each event of its platform. */
  async function carry(link: string, from: OpenBroker, to: OpenBroker, count: number): Promise<void> {
    const hop = relay<Taken, readonly Outcome[]>({
      link,
      source: { receive: ({ deliveries }) => deliveries, settle: (outcomes) => outcomes },
      transform: (message) => [message],
      sink: to.sink,
      deadLetters: from.deadLetters,
      report: () => {},
    });
    for (let carried = 0; carried < count; ) {
      const taken = await from.take();
      if (taken === undefined) throw new Error(`${link} carried only ${carried} of ${count}`);
      const outcomes = await hop(taken, plenty);
      expect(outcomes.filter(({ kind }) => kind !== "relayed")).toEqual([]);
      await taken.settle(outcomes);
      carried += outcomes.length;
    }
  }

  /** Everything is the same but the trail, and every key has kept its order. */
  async function journey(stops: readonly OpenBroker[], messages: readonly Message[]): Promise<void> {
    const [first, ...others] = stops;
    if (first === undefined) return;
    const results = await first.sink.send(messages, plenty);
    expect(results).toEqual(messages.map(() => ({ kind: "sent" })));
    let from = first;
    for (const [at, to] of others.entries()) {
      await carry(`journey/${at}`, from, to, messages.length);
      from = to;
    }
    const links = others.map((_, at) => `journey/${at}`);
    const arrived = await receive(from, messages.length);
    const byKey = (list: readonly Message[]) => Map.groupBy(list, ({ id, orderingKey }) => orderingKey ?? id);
    expect(byKey(arrived)).toEqual(byKey(messages.map((each) => ({ ...each, trail: [...each.trail, ...links] }))));
    await Promise.all(stops.map((stop) => stop.close()));
  }

  const sample = (seed: number): readonly Message[] =>
    fc.sample(anyMessage(), { numRuns: 150, seed }).map((message, at) => ({ ...message, id: `sample:${at}` }));
  const queue = () =>
    sqsHarness({ name: "sqs", url: () => queues.endpoint, account: "000000000000" }).open({ ordered: true });
  const topic = () => pubsubHarness({ name: "pubsub", host: () => topics.host }).open({ ordered: true });

  it("a batch is the same from a queue over a topic to a queue", { timeout: 120_000 }, async () => {
    await journey(await Promise.all([queue(), topic(), queue()]), sample(1));
  });

  it("a batch is the same from a topic over a queue to a topic", { timeout: 120_000 }, async () => {
    await journey(await Promise.all([topic(), queue(), topic()]), sample(2));
  });
});
