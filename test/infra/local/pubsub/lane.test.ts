import { describe, expect, it } from "vitest";
import { newConsumer } from "../../../../infra/local/pubsub/entry.ts";
import { ack, aSubscribedEngine, nack, publish, SUBSCRIPTION, take, texts } from "./an-engine.ts";

/** An ordered subscription with two keys, and one message without. */
function ordered(parts: Parameters<typeof aSubscribedEngine>[0] = {}) {
  const virtual = aSubscribedEngine({ isOrdered: true, ...parts });
  publish(virtual, ["a1", "a2", "a3"], "a");
  publish(virtual, ["b1", "b2"], "b");
  publish(virtual, ["free"]);
  return virtual;
}
const ofKey = (taken: readonly string[], key: string) => taken.filter((text) => text.startsWith(key));

describe("an ordering key", () => {
  it("hands its messages to one consumer in order, and takes turns with other keys", () => {
    const taken = texts(take(ordered(), 6, newConsumer()));
    expect([taken.length, ofKey(taken, "a"), ofKey(taken, "b")]).toEqual([6, ["a1", "a2", "a3"], ["b1", "b2"]]);
    expect(texts(take(ordered(), 3, newConsumer()))).not.toEqual(["a1", "a2", "a3"]);
  });

  it("hands one message at a time to those who are no consumer", () => {
    const virtual = ordered();
    const first = take(virtual);
    expect(texts(first)).toEqual(["a1", "b1", "free"]);
    ack(virtual, first.slice(0, 1));
    expect(texts(take(virtual))).toEqual(["a2"]);
  });

  it("hands nothing to another consumer while one has something", () => {
    const virtual = ordered();
    const [one, other] = [newConsumer(), newConsumer()];
    const first = take(virtual, 1, one);
    expect(ofKey(texts(take(virtual, 10, other)), "a")).toEqual([]);
    expect(texts(take(virtual, 1, one))).toEqual(["a2"]);
    ack(virtual, first);
    expect(ofKey(texts(take(virtual, 10, other)), "a")).toEqual([]);
  });

  it("is free for everybody once nothing of it is outstanding", () => {
    const virtual = ordered();
    ack(virtual, take(virtual, 1, newConsumer()));
    expect(ofKey(texts(take(virtual, 10, newConsumer())), "a")).toEqual(["a2", "a3"]);
  });

  it("comes back from a refused message on, in order", () => {
    const virtual = ordered();
    const consumer = newConsumer();
    const taken = take(virtual, 6, consumer).filter(({ message }) => message.orderingKey === "a");
    nack(virtual, taken.slice(1, 2));
    expect(texts(take(virtual, 10, consumer))).toEqual(["a2", "a3"]);
  });

  it("comes back from a message on that was not acknowledged in time, with those acknowledged behind it", () => {
    const virtual = ordered();
    const taken = take(virtual, 6, newConsumer()).filter(({ message }) => message.orderingKey === "a");
    ack(virtual, taken.slice(1));
    expect(virtual.engine.counts(SUBSCRIPTION)).toMatchObject({ acked: 0, outstanding: 6 });
    virtual.pass(10);
    expect(ofKey(texts(take(virtual, 10, newConsumer())), "a")).toEqual(["a1", "a2", "a3"]);
  });

  it("is done with a message acknowledged early once all before it are", () => {
    const virtual = ordered();
    const taken = take(virtual, 6, newConsumer()).filter(({ message }) => message.orderingKey === "a");
    ack(virtual, taken.slice(1));
    ack(virtual, taken.slice(0, 1));
    expect(virtual.events.filter(({ kind }) => kind === "acked").map(({ message }) => message.id)).toEqual(
      taken.map(({ message }) => message.id),
    );
    expect(virtual.engine.counts(SUBSCRIPTION)).toMatchObject({ acked: 3, outstanding: 3, waiting: 0 });
  });

  it("counts a failure for the message that failed, and not for those that come back with it", () => {
    const virtual = ordered({ deadLetter: { topic: "projects/earth/topics/orders-dead", maxAttempts: 5 } });
    nack(virtual, take(virtual, 6, newConsumer()).slice(0, 1));
    const attempts = take(virtual, 10, newConsumer()).map(({ message, attempt }) => [
      Buffer.from(message.data).toString(),
      attempt,
    ]);
    expect(attempts).toEqual([
      ["a1", 2],
      ["a2", 1],
      ["a3", 1],
    ]);
  });

  it("waits as a whole while its first message does, and keeps nobody else waiting", () => {
    const virtual = ordered({ retry: { minimumMs: 5_000, maximumMs: 5_000 } });
    nack(virtual, take(virtual, 1));
    expect(texts(take(virtual, 10, newConsumer())).toSorted()).toEqual(["b1", "b2", "free"]);
    virtual.pass(5);
    expect(texts(take(virtual, 10, newConsumer()))).toEqual(["a1", "a2", "a3"]);
  });

  it("doesn't keep a consumer from other keys, however long it is", () => {
    const virtual = aSubscribedEngine({ isOrdered: true });
    publish(virtual, Array(100).fill("long"), "a");
    const consumer = newConsumer();
    take(virtual, 2, consumer);
    publish(virtual, ["short"], "b");
    expect(texts(take(virtual, 2, consumer)).toSorted()).toEqual(["long", "short"]);
  });

  it("means nothing to a subscription that keeps no order", () => {
    const virtual = aSubscribedEngine();
    publish(virtual, ["a1", "a2"], "a");
    expect(texts(take(virtual))).toEqual(["a1", "a2"]);
  });

  it("keeps the books of a consumer, whichever way its deliveries end", () => {
    const virtual = ordered();
    const consumer = newConsumer();
    const taken = take(virtual, 6, consumer);
    expect([consumer.messages, consumer.bytes]).toEqual([6, 5 * 3 + 4]);
    ack(virtual, taken.slice(0, 1));
    nack(virtual, taken.slice(-1));
    expect(consumer.messages).toBeLessThan(5);
    virtual.pass(10);
    virtual.engine.settle(SUBSCRIPTION);
    expect([consumer.messages, consumer.bytes]).toEqual([0, 0]);
  });
});
