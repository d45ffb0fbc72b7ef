import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Received } from "../../../../infra/local/sqs/receive.ts";
import { aFifoDraft, anEngine, aQueue, bodies, faultOf } from "./an-engine.ts";

const handle = (received: Received | undefined): string => received?.receiptHandle ?? "";

function aFifo(...messages: readonly (readonly [group: string, body: string])[]) {
  const world = anEngine();
  const queue = aQueue(world, "q.fifo");
  for (const [group, body] of messages) world.engine.send(queue, aFifoDraft(group, body));
  const receive = (limit = 10, visibilityTimeoutSeconds = 30) =>
    world.engine.receive(queue, { limit, visibilityTimeoutSeconds });
  return { ...world, queue, receive };
}

describe("fifoLine", () => {
  it("gives several of one group in order before it goes to the next group", () => {
    const { receive } = aFifo(["a", "a1"], ["b", "b1"], ["a", "a2"], ["b", "b2"], ["a", "a3"]);
    expect(bodies(receive(4))).toEqual(["a1", "a2", "a3", "b1"]);
  });

  it("locks a group while any of it is in flight, and no other", () => {
    const { engine, queue, receive } = aFifo(["a", "a1"], ["a", "a2"], ["a", "a3"], ["b", "b1"]);
    const [first, second] = receive(2);
    expect(bodies(receive())).toEqual(["b1"]);
    engine.deleteMessage(queue, handle(first));
    expect(receive()).toEqual([]);
    engine.deleteMessage(queue, handle(second));
    expect(bodies(receive())).toEqual(["a3"]);
  });

  it("puts what comes back in its old place, one by one", () => {
    const { engine, queue, receive, pass } = aFifo(["a", "a1"], ["a", "a2"], ["a", "a3"]);
    const [first, second] = receive(2);
    engine.changeVisibility(queue, handle(second), 0);
    expect(receive()).toEqual([]);
    engine.changeVisibility(queue, handle(first), 0);
    expect(bodies(receive(10, 5))).toEqual(["a1", "a2", "a3"]);
    pass(5);
    expect(bodies(receive())).toEqual(["a1", "a2", "a3"]);
  });

  it("gives groups their turn", () => {
    const { engine, queue, receive } = aFifo(["a", "a1"], ["b", "b1"], ["a", "a2"], ["b", "b2"]);
    const order: string[] = [];
    for (let n = 0; n < 4; n++)
      for (const each of receive(1)) {
        order.push(each.message.body);
        engine.deleteMessage(queue, each.receiptHandle);
      }
    expect(order).toEqual(["a1", "b1", "a2", "b2"]);
  });

  it("holds a group back while its first message is delayed", () => {
    const { engine, queue, receive, pass } = aFifo(["a", "a1"]);
    engine.queues.configure(queue, new Map([["DelaySeconds", "10"]]));
    engine.send(queue, aFifoDraft("a", "a2"));
    engine.send(queue, aFifoDraft("b", "b1"));
    expect(bodies(receive())).toEqual(["a1"]);
    pass(10);
    expect(bodies(receive())).toEqual(["b1"]);
    pass(30);
    expect(bodies(receive())).toEqual(["a1", "a2", "b1"]);
  });

  it("refuses to delete by a handle that has expired", () => {
    const { engine, queue, receive, pass } = aFifo(["a", "a1"]);
    const [first] = receive();
    pass(30);
    expect(faultOf(() => engine.deleteMessage(queue, handle(first)))).toBe("InvalidParameterValue");
    const [again] = receive();
    expect(faultOf(() => engine.deleteMessage(queue, handle(first)))).toBe("InvalidParameterValue");
    engine.deleteMessage(queue, handle(again));
    expect(receive()).toEqual([]);
  });

  it("never shows a message while an earlier one of its group is undeleted and unseen or in flight elsewhere", () => {
    const step = fc.record({
      limit: fc.integer({ min: 1, max: 10 }),
      keep: fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }),
      passSeconds: fc.nat(20),
    });
    fc.assert(
      fc.property(fc.array(fc.nat(3), { maxLength: 60 }), fc.array(step, { maxLength: 60 }), (groups, steps) => {
        const fifo = aFifo(...groups.map((group, n) => [`g${group}`, `${n}`] as const));
        const undeleted = new Map(Map.groupBy(groups.keys(), (n) => `g${groups[n]}`));
        for (const { limit, keep, passSeconds } of steps) {
          const received = fifo.receive(limit, 10);
          for (const [group, batch] of Map.groupBy(received, ({ message }) => message.groupId ?? "")) {
            // What one receive gives of a group is exactly the head of what is left of it: nothing is skipped.
            const numbers = batch.map(({ message }) => Number(message.body));
            expect(numbers).toEqual(undeleted.get(group)?.slice(0, numbers.length));
          }
          received.forEach(({ message, receiptHandle }, index) => {
            if (keep[index]) return;
            fifo.engine.deleteMessage(fifo.queue, receiptHandle);
            const left = undeleted.get(message.groupId ?? "") ?? [];
            undeleted.set(
              message.groupId ?? "",
              left.filter((n) => n !== Number(message.body)),
            );
          });
          fifo.pass(passSeconds);
        }
        const { visible, inFlight } = fifo.engine.counts(fifo.queue);
        expect(visible + inFlight).toBe([...undeleted.values()].flat().length);
      }),
    );
  });
});
