import { describe, expect, it } from "vitest";
import type { SqsEvent } from "../../../../infra/local/sqs/world.ts";
import { aDraft, aFifoDraft, anEngine, aQueue, bodies } from "./an-engine.ts";

const arn = (name: string): string => `arn:aws:sqs:eu-west-1:111122223333:${name}`;
const policy = (name: string, maxReceiveCount: number) => ({
  RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn(name), maxReceiveCount }),
});

describe("redrive", () => {
  it("moves a message at the receive after the last one allowed; its count and its age go on", () => {
    const world = anEngine();
    const { engine } = world;
    const dead = aQueue(world, "dead", { MessageRetentionPeriod: "120" });
    const queue = aQueue(world, "orders", policy(dead, 2));
    const events: SqsEvent[] = [];
    engine.observe((event) => events.push(event));
    const { id } = engine.send(queue, aDraft());
    for (let n = 0; n < 2; n++) {
      expect(engine.receive(queue, { limit: 10 })).toHaveLength(1);
      world.pass(30);
    }
    expect(engine.receive(queue, { limit: 10 })).toEqual([]);
    const message = { id, body: "hello", attributes: new Map(), sentAt: 1_000_000_000 };
    expect(events.at(-1)).toEqual({ kind: "redriven", queue, to: dead, message });
    expect(engine.counts(queue)).toMatchObject({ accepted: 1, redriven: 1, visible: 0, inFlight: 0 });
    expect(engine.counts(dead)).toMatchObject({ accepted: 1, visible: 1 });
    expect(engine.receive(dead, { limit: 10 })).toEqual([
      {
        message,
        receiptHandle: Buffer.from(`dead ${id} 3`).toString("base64"),
        receiveCount: 3,
        firstReceivedAt: 1_000_000_000,
        sourceArn: arn(queue),
      },
    ]);
    world.pass(60);
    expect(engine.counts(dead)).toMatchObject({ expired: 1 });
  });

  it("gives the next of a FIFO group at once, and the dead letter a new age and its id as deduplication id", () => {
    const world = anEngine();
    const { engine } = world;
    const dead = aQueue(world, "dead.fifo", { MessageRetentionPeriod: "60" });
    const queue = aQueue(world, "orders.fifo", policy(dead, 1));
    const { id } = engine.send(queue, aFifoDraft("g", "poison"));
    engine.send(queue, aFifoDraft("g", "good"));
    expect(bodies(engine.receive(queue, { limit: 1 }))).toEqual(["poison"]);
    world.pass(59);
    expect(bodies(engine.receive(queue, { limit: 10 }))).toEqual(["good"]);
    world.pass(59);
    const [received] = engine.receive(dead, { limit: 10 });
    expect([received?.message.id, received?.message.deduplicationId, received?.message.groupId]).toEqual([id, id, "g"]);
  });

  it("leaves a message where it is when the dead-letter queue is gone", () => {
    const world = anEngine();
    const dead = aQueue(world, "dead");
    const queue = aQueue(world, "orders", policy(dead, 1));
    world.engine.send(queue, aDraft());
    world.engine.queues.delete(dead);
    for (let n = 0; n < 3; n++) {
      expect(world.engine.receive(queue, { limit: 1 })).toHaveLength(1);
      world.pass(30);
    }
  });

  it("wakes receivers of the dead-letter queue", () => {
    const world = anEngine();
    const dead = aQueue(world, "dead");
    const queue = aQueue(world, "orders", policy(dead, 1));
    world.engine.send(queue, aDraft());
    world.engine.receive(queue, { limit: 1, visibilityTimeoutSeconds: 0 });
    const woken: string[] = [];
    world.engine.onReady((name) => woken.push(name));
    world.engine.receive(queue, { limit: 1 });
    expect(woken).toContain(dead);
  });
});
