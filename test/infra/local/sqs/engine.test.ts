import { describe, expect, it } from "vitest";
import type { SqsEvent } from "../../../../infra/local/sqs/world.ts";
import { aDraft, anEngine, aQueue, bodies, faultOf } from "./an-engine.ts";

const NOTHING = {
  accepted: 0,
  deleted: 0,
  redriven: 0,
  expired: 0,
  purged: 0,
  visible: 0,
  inFlight: 0,
  delayed: 0,
};

describe("sqsEngine", () => {
  it("hides what was received until the visibility timeout ends, and then gives it again", () => {
    const world = anEngine();
    const queue = aQueue(world);
    const { id } = world.engine.send(queue, aDraft());
    const [first] = world.engine.receive(queue, { limit: 10 });
    expect(first).toEqual({
      message: { id, body: "hello", attributes: new Map(), sentAt: 1_000_000_000 },
      receiptHandle: Buffer.from(`orders ${id} 1`).toString("base64"),
      receiveCount: 1,
      firstReceivedAt: 1_000_000_000,
    });
    expect(world.engine.nextDueAt(queue)).toBe(1_000_030_000);
    world.pass(29.999);
    expect(world.engine.receive(queue, { limit: 10 })).toEqual([]);
    world.pass(0.001);
    const [second] = world.engine.receive(queue, { limit: 10, visibilityTimeoutSeconds: 5 });
    expect([second?.receiveCount, second?.firstReceivedAt]).toEqual([2, 1_000_000_000]);
    world.pass(5);
    expect(world.engine.receive(queue, { limit: 10 })).toHaveLength(1);
  });

  it("delays by the queue and by the message", () => {
    const world = anEngine();
    const queue = aQueue(world, "orders", { DelaySeconds: "10" });
    world.engine.send(queue, aDraft({ body: "queue" }));
    world.engine.send(queue, aDraft({ body: "message", delaySeconds: 3 }));
    world.engine.send(queue, aDraft({ body: "at once", delaySeconds: 0 }));
    expect(world.engine.counts(queue)).toEqual({ ...NOTHING, accepted: 3, visible: 1, delayed: 2 });
    expect(bodies(world.engine.receive(queue, { limit: 10 }))).toEqual(["at once"]);
    world.pass(3);
    expect(bodies(world.engine.receive(queue, { limit: 10 }))).toEqual(["message"]);
    world.pass(7);
    expect(bodies(world.engine.receive(queue, { limit: 10 }))).toEqual(["queue"]);
  });

  it("forgets messages at the end of the retention period, in flight or not", () => {
    const world = anEngine();
    const queue = aQueue(world, "orders", { MessageRetentionPeriod: "60" });
    world.engine.send(queue, aDraft());
    world.engine.send(queue, aDraft());
    world.engine.receive(queue, { limit: 1, visibilityTimeoutSeconds: 600 });
    world.pass(60);
    expect(world.engine.counts(queue)).toEqual({ ...NOTHING, accepted: 2, expired: 2 });
    expect(world.engine.nextDueAt(queue)).toBeUndefined();
  });

  it("keeps forgotten what was too old, though the retention period is longer since", () => {
    const world = anEngine();
    const queue = aQueue(world, "orders", { MessageRetentionPeriod: "60" });
    world.engine.send(queue, aDraft());
    world.pass(60);
    world.engine.queues.configure(queue, new Map([["MessageRetentionPeriod", "600"]]));
    expect(world.engine.counts(queue)).toEqual({ ...NOTHING, accepted: 1, expired: 1 });
  });

  it("purges everything, and not again within a minute", () => {
    const world = anEngine();
    const queue = aQueue(world);
    world.engine.send(queue, aDraft());
    world.engine.send(queue, aDraft({ delaySeconds: 9 }));
    world.engine.send(queue, aDraft());
    world.engine.receive(queue, { limit: 1 });
    world.engine.purge(queue);
    expect(world.engine.counts(queue)).toEqual({ ...NOTHING, accepted: 3, purged: 3 });
    expect(faultOf(() => world.engine.purge(queue))).toBe("PurgeQueueInProgress");
    world.pass(60);
    world.engine.purge(queue);
  });

  it("tells observers what was sent and deleted, until they leave", () => {
    const world = anEngine();
    const queue = aQueue(world);
    const events: SqsEvent[] = [];
    const leave = world.engine.observe((event) => events.push(event));
    const attributes = new Map([["tenant", { type: "String", value: "a" }]]);
    const { id } = world.engine.send(queue, aDraft({ attributes, groupId: "g", delaySeconds: 0 }));
    const [received] = world.engine.receive(queue, { limit: 1 });
    world.engine.deleteMessage(queue, received?.receiptHandle ?? "");
    world.engine.deleteMessage(queue, received?.receiptHandle ?? "");
    const message = { id, body: "hello", attributes, groupId: "g", sentAt: world.now() };
    expect(events).toEqual([
      { kind: "sent", queue, message },
      { kind: "deleted", queue, message },
    ]);
    leave();
    world.engine.send(queue, aDraft());
    expect(events).toHaveLength(2);
  });

  it("says when a receive is worth trying: on a send, at the end of a delay and of invisibility", () => {
    const world = anEngine();
    const queue = aQueue(world);
    let calls = 0;
    world.engine.onReady((name) => {
      expect(name).toBe(queue);
      calls++;
    });
    const callsAfter = (action: () => unknown): boolean => {
      calls = 0;
      action();
      return calls > 0;
    };
    expect(callsAfter(() => world.engine.send(queue, aDraft({ delaySeconds: 5 })))).toBe(false);
    world.pass(5);
    expect(callsAfter(() => world.engine.nextDueAt(queue))).toBe(true);
    const [received] = world.engine.receive(queue, { limit: 1 });
    expect(callsAfter(() => world.engine.changeVisibility(queue, received?.receiptHandle ?? "", 0))).toBe(true);
    world.engine.receive(queue, { limit: 1 });
    expect(callsAfter(() => world.engine.send(queue, aDraft()))).toBe(true);
    expect(callsAfter(() => world.engine.queues.delete(queue))).toBe(true);
  });

  it("takes as many steps for a receive of ten and their deletes with 100,000 waiting as with 1,000", () => {
    const world = anEngine();
    const stepsWith = (waiting: number, queue: string): number => {
      aQueue(world, queue);
      for (let n = 0; n < waiting; n++)
        world.engine.send(queue, aDraft({ groupId: `g${n % 100}`, ...dedupe(queue, n) }));
      const before = world.steps();
      const received = world.engine.receive(queue, { limit: 10 });
      for (const { receiptHandle } of received) world.engine.deleteMessage(queue, receiptHandle);
      expect(received).toHaveLength(10);
      return world.steps() - before;
    };
    const dedupe = (queue: string, n: number) => (queue.endsWith(".fifo") ? { deduplicationId: `${n}` } : {});
    for (const ending of ["", ".fifo"])
      expect(stepsWith(100_000, `many${ending}`)).toBe(stepsWith(1_000, `few${ending}`));
  });

  it("refuses a short poll with 120,000 in flight, gives a long poll nothing, and a FIFO queue says nothing", () => {
    const world = anEngine();
    for (const queue of [aQueue(world, "q"), aQueue(world, "q.fifo", { ContentBasedDeduplication: "true" })]) {
      for (let n = 0; n <= 120_000; n++) world.engine.send(queue, aDraft({ body: `${n}`, groupId: `${n}` }));
      for (let n = 0; n < 12_000; n++) world.engine.receive(queue, { limit: 10 });
      expect(world.engine.counts(queue)).toEqual({ ...NOTHING, accepted: 120_001, inFlight: 120_000, visible: 1 });
    }
    expect(faultOf(() => world.engine.receive("q", { limit: 1 }))).toBe("OverLimit");
    expect(world.engine.receive("q", { limit: 1, isLongPoll: true })).toEqual([]);
    expect(world.engine.receive("q.fifo", { limit: 1 })).toEqual([]);
  });

  it("has no queue but those that were made", () => {
    const { engine } = anEngine();
    expect(faultOf(() => engine.send("gone", aDraft()))).toBe("QueueDoesNotExist");
    expect(faultOf(() => engine.counts("gone"))).toBe("QueueDoesNotExist");
  });
});
