import { describe, expect, it } from "vitest";
import { DELETED_TOPIC } from "../../../../infra/local/pubsub/names.ts";
import {
  ack,
  aDraft,
  anEngine,
  aSubscribedEngine,
  DEAD,
  faultOf,
  publish,
  START_MS,
  SUBSCRIPTION,
  settings,
  TOPIC,
  take,
  texts,
} from "./an-engine.ts";

const OTHER = "projects/earth/subscriptions/audit";
const NOTHING = { accepted: 0, acked: 0, outstanding: 0, waiting: 0, deadLettered: 0, expired: 0 };

describe("the engine", () => {
  it("gives every message an id of its own and the time at which it came", () => {
    const virtual = aSubscribedEngine();
    const ids = virtual.engine.publish(TOPIC, [aDraft("a", "k", { x: "1" }), aDraft("b", "k")]);
    expect(ids).toEqual(["1000000000000001", "1000000000000002"]);
    expect(take(virtual).map(({ message }) => message)).toEqual([
      {
        id: "1000000000000001",
        data: Buffer.from("a"),
        attributes: new Map([["x", "1"]]),
        orderingKey: "k",
        publishedAt: START_MS,
      },
      {
        id: "1000000000000002",
        data: Buffer.from("b"),
        attributes: new Map(),
        orderingKey: "k",
        publishedAt: START_MS,
      },
    ]);
  });

  it("gives every subscription every message, and shares it between them", () => {
    const virtual = aSubscribedEngine();
    virtual.engine.subscriptions.create(settings({ name: OTHER }));
    publish(virtual, ["a"]);
    const [here] = take(virtual);
    const [there] = virtual.engine.take(OTHER, { most: 1 });
    expect(here?.message.id).toBe("1000000000000001");
    expect(there?.message).toBe(here?.message);
  });

  it("gives a subscription nothing that was published before it was made", () => {
    const virtual = aSubscribedEngine();
    publish(virtual, ["before"]);
    virtual.engine.subscriptions.create(settings({ name: OTHER }));
    publish(virtual, ["after"]);
    expect(texts(virtual.engine.take(OTHER, { most: 10 }))).toEqual(["after"]);
  });

  it("keeps the books of every subscription", () => {
    const virtual = aSubscribedEngine();
    expect(virtual.engine.counts(SUBSCRIPTION)).toEqual(NOTHING);
    publish(virtual, ["a", "b", "c"]);
    ack(virtual, take(virtual, 1));
    take(virtual, 1);
    expect(virtual.engine.counts(SUBSCRIPTION)).toEqual({
      ...NOTHING,
      accepted: 3,
      acked: 1,
      outstanding: 1,
      waiting: 1,
    });
    expect(virtual.engine.topicCounts(TOPIC)).toEqual({ published: 3 });
  });

  it("tells its observers at once what was published and acknowledged, until they have heard enough", () => {
    const virtual = aSubscribedEngine();
    const heard: string[] = [];
    const stop = virtual.engine.observe(({ kind, message }) => heard.push(`${kind} ${message.id}`));
    publish(virtual, ["a"]);
    expect(heard).toEqual(["published 1000000000000001"]);
    ack(virtual, take(virtual));
    stop();
    publish(virtual, ["b"]);
    expect(heard).toEqual(["published 1000000000000001", "acked 1000000000000001"]);
  });

  it("publishes all of a request or nothing", () => {
    const virtual = aSubscribedEngine();
    expect(faultOf(() => virtual.engine.publish(TOPIC, [aDraft("a"), aDraft("")]))).toBe("INVALID_ARGUMENT");
    expect(virtual.engine.topicCounts(TOPIC)).toEqual({ published: 0 });
    expect(take(virtual)).toEqual([]);
  });

  it("lets the subscriptions of a deleted topic keep what they hold", () => {
    const virtual = aSubscribedEngine();
    publish(virtual, ["a"]);
    virtual.engine.deleteTopic(TOPIC);
    expect(virtual.engine.subscriptions.get(SUBSCRIPTION).settings.topic).toBe(DELETED_TOPIC);
    expect(texts(take(virtual))).toEqual(["a"]);
    virtual.engine.topics.create({ name: TOPIC, labels: {}, retentionMs: undefined });
    publish(virtual, ["b"]);
    expect(take(virtual)).toEqual([]);
  });

  it("forgets a deleted subscription with all that it held", () => {
    const virtual = aSubscribedEngine();
    publish(virtual, ["a"]);
    const taken = take(virtual);
    virtual.engine.subscriptions.delete(SUBSCRIPTION);
    expect(faultOf(() => take(virtual))).toBe("NOT_FOUND");
    virtual.engine.subscriptions.create(settings());
    publish(virtual, ["b"]);
    ack(virtual, taken);
    expect(texts(take(virtual))).toEqual(["b"]);
  });

  it("refuses what is there already, what is not there, and what is no name", () => {
    const { engine } = aSubscribedEngine();
    const topic = (name: string) => () => engine.topics.create({ name, labels: {}, retentionMs: undefined });
    expect(faultOf(topic(TOPIC))).toBe("ALREADY_EXISTS");
    expect(faultOf(() => engine.subscriptions.create(settings()))).toBe("ALREADY_EXISTS");
    expect(faultOf(() => engine.publish("projects/earth/topics/none", [aDraft()]))).toBe("NOT_FOUND");
    expect(faultOf(() => engine.topics.get("orders"))).toBe("INVALID_ARGUMENT");
    const missing = { name: OTHER, topic: "projects/earth/topics/none" };
    expect(faultOf(() => engine.subscriptions.create(settings(missing)))).toBe("NOT_FOUND");
    const unburied = { name: OTHER, deadLetter: { topic: "projects/earth/topics/none", maxAttempts: 5 } };
    expect(faultOf(() => engine.subscriptions.create(settings(unburied)))).toBe("NOT_FOUND");
    for (const id of ["ab", "1abc", "google", "a b c", "x".repeat(256), "abc/def", ""])
      expect(faultOf(topic(`projects/earth/topics/${id}`))).toBe("INVALID_ARGUMENT");
    for (const id of ["abc", "A-_.~+%9", "x".repeat(255)]) topic(`projects/earth/topics/${id}`)();
  });

  it("lists by project, sorted", () => {
    const { engine } = anEngine();
    for (const name of ["projects/mars/topics/zzz", "projects/mars/topics/aaa", "projects/marshal/topics/bbb"])
      engine.topics.create({ name, labels: {}, retentionMs: undefined });
    expect(engine.topics.names("projects/mars")).toEqual(["projects/mars/topics/aaa", "projects/mars/topics/zzz"]);
  });

  it("does no more work per operation where much waits", () => {
    const work = (waiting: number) => {
      const virtual = aSubscribedEngine({ isOrdered: true, retry: { minimumMs: 1_000, maximumMs: 1_000 } });
      for (let sent = 0; sent < waiting; sent += 500)
        publish(virtual, Array(500).fill("x"), sent % 1_000 === 0 ? "" : `key ${sent}`);
      take(virtual, waiting / 2);
      const before = virtual.steps();
      ack(virtual, take(virtual, 1));
      virtual.engine.modifyDeadline(
        SUBSCRIPTION,
        take(virtual, 1).map(({ ackId }) => ackId),
        0,
      );
      virtual.engine.counts(SUBSCRIPTION);
      return virtual.steps() - before;
    };
    expect(work(40_000)).toBeLessThan(work(1_000) + 60);
  });

  it("holds on to nothing once every message is acknowledged", () => {
    const virtual = aSubscribedEngine({ isOrdered: true });
    for (const key of ["", "a", "b"]) publish(virtual, ["1", "2", "3"], key);
    for (let taken = take(virtual); taken.length > 0; taken = take(virtual)) ack(virtual, taken);
    const { entries, due, ages } = virtual.engine.subscriptions.get(SUBSCRIPTION);
    expect([entries.size, due.first(), ages.first()]).toEqual([0, undefined, undefined]);
    expect(virtual.engine.nextDueAt(SUBSCRIPTION)).toBeUndefined();
    expect(virtual.engine.counts(SUBSCRIPTION)).toEqual({ ...NOTHING, accepted: 9, acked: 9 });
    expect(virtual.engine.topicCounts(DEAD)).toEqual({ published: 0 });
  });
});
