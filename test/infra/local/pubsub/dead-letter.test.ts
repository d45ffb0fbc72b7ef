import { describe, expect, it } from "vitest";
import { newConsumer } from "../../../../infra/local/pubsub/entry.ts";
import {
  ack,
  aDraft,
  anEngine,
  aSubscribedEngine,
  DEAD,
  nack,
  publish,
  SUBSCRIPTION,
  settings,
  TOPIC,
  take,
  texts,
} from "./an-engine.ts";

const GRAVE = "projects/earth/subscriptions/grave";
const policy = { topic: DEAD, maxAttempts: 5 };

function failing(parts: Parameters<typeof aSubscribedEngine>[0] = {}) {
  const virtual = aSubscribedEngine({ deadLetter: policy, ...parts });
  virtual.engine.subscriptions.create(settings({ name: GRAVE, topic: DEAD }));
  return virtual;
}

describe("dead letters", () => {
  it("go to their topic after so many attempts, and say where they came from", () => {
    const virtual = failing();
    virtual.engine.publish(TOPIC, [aDraft("poison", "", { own: "kept" })]);
    for (let attempt = 1; attempt <= 5; attempt++) nack(virtual, take(virtual));
    expect(take(virtual)).toEqual([]);
    const [dead] = virtual.engine.take(GRAVE, { most: 1 });
    expect([Buffer.from(dead?.message.data ?? "").toString(), dead?.message.attributes]).toEqual([
      "poison",
      new Map([
        ["own", "kept"],
        ["CloudPubSubDeadLetterSourceDeliveryCount", "5"],
        ["CloudPubSubDeadLetterSourceSubscription", "billing"],
        ["CloudPubSubDeadLetterSourceSubscriptionProject", "earth"],
        ["CloudPubSubDeadLetterSourceTopicPublishTime", "2001-09-09T01:46:40.000Z"],
      ]),
    ]);
  });

  it("are counted and told", () => {
    const virtual = failing();
    const [id] = publish(virtual, ["poison"]);
    for (let attempt = 1; attempt <= 5; attempt++) nack(virtual, take(virtual));
    expect(virtual.engine.counts(SUBSCRIPTION)).toMatchObject({ accepted: 1, waiting: 0, acked: 0, deadLettered: 1 });
    expect(virtual.engine.topicCounts(DEAD)).toEqual({ published: 1 });
    expect(virtual.events.map((event) => [event.kind, event.message.id === id])).toEqual([
      ["published", true],
      ["published", false],
      ["dead-lettered", true],
    ]);
  });

  it("count refusals and deadlines that have passed alike, and tell each attempt its number", () => {
    const virtual = failing();
    publish(virtual, ["poison"]);
    const attempts = [1, 2, 3, 4, 5].map((attempt) => {
      const taken = take(virtual);
      if (attempt % 2 === 0) nack(virtual, taken);
      else virtual.pass(10);
      return taken[0]?.attempt;
    });
    expect(attempts).toEqual([1, 2, 3, 4, 5]);
    expect(virtual.engine.counts(SUBSCRIPTION).deadLettered).toBe(1);
  });

  it("have no numbered attempts without a policy", () => {
    const virtual = aSubscribedEngine();
    publish(virtual, ["a"]);
    expect(take(virtual)[0]?.attempt).toBeUndefined();
  });

  it("stay and are tried again where the topic is gone", () => {
    const virtual = failing();
    publish(virtual, ["poison"]);
    virtual.engine.deleteTopic(DEAD);
    for (let attempt = 1; attempt <= 7; attempt++) nack(virtual, take(virtual));
    expect(texts(take(virtual))).toEqual(["poison"]);
    expect(virtual.engine.counts(SUBSCRIPTION).deadLettered).toBe(0);
  });

  it("let the rest of their key go on, in order, and free what was acknowledged behind them", () => {
    const virtual = failing({ isOrdered: true });
    publish(virtual, ["poison", "b", "c"], "key");
    for (let attempt = 1; attempt < 5; attempt++) nack(virtual, take(virtual).slice(0, 1));
    const [poison, ...rest] = take(virtual, 3, newConsumer());
    ack(virtual, rest.slice(0, 1));
    expect(virtual.engine.counts(SUBSCRIPTION)).toMatchObject({ acked: 0, outstanding: 3 });
    nack(virtual, poison === undefined ? [] : [poison]);
    expect(virtual.engine.counts(SUBSCRIPTION)).toMatchObject({ acked: 1, outstanding: 1, waiting: 0 });
    expect(rest.map(({ attempt }) => attempt)).toEqual([1, 1]);
  });

  it("may go back to the topic that they came from", () => {
    const virtual = anEngine();
    virtual.engine.topics.create({ name: TOPIC, labels: {}, retentionMs: undefined });
    virtual.engine.subscriptions.create(settings({ deadLetter: { topic: TOPIC, maxAttempts: 5 } }));
    publish(virtual, ["again"]);
    for (let attempt = 1; attempt <= 5; attempt++) nack(virtual, take(virtual));
    expect(take(virtual).map(({ attempt }) => attempt)).toEqual([1]);
  });
});
