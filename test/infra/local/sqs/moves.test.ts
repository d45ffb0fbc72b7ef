import { describe, expect, it } from "vitest";
import type { MoveTask } from "../../../../infra/local/sqs/move-task.ts";
import type { SqsEvent } from "../../../../infra/local/sqs/world.ts";
import { aDraft, aFifoDraft, anEngine, aQueue, bodies, faultOf, type VirtualEngine } from "./an-engine.ts";

const arn = (name: string): string => `arn:aws:sqs:eu-west-1:111122223333:${name}`;

/** A source, its dead-letter queue, and so many messages that have gone the way from the one to the other. */
function aDeadLetterQueue(world: VirtualEngine, count: number, ending = ""): { source: string; dead: string } {
  const dead = aQueue(world, `dead${ending}`);
  const redrive = JSON.stringify({ deadLetterTargetArn: arn(dead), maxReceiveCount: 1 });
  const source = aQueue(world, `source${ending}`, { RedrivePolicy: redrive, VisibilityTimeout: "0" });
  for (let n = 0; n < count; n++)
    world.engine.send(source, ending === "" ? aDraft({ body: `${n}` }) : aFifoDraft("g", `${n}`));
  // Twice each: the second receive finds the limit reached.
  for (let n = 0; n < 2 * count; n++) world.engine.receive(source, { limit: 10 });
  expect(world.engine.counts(dead).visible).toBe(count);
  return { source, dead };
}

const stateOf = ({ status, moved, toMove, failureReason }: MoveTask) => [status, moved, toMove, failureReason];

describe("moves", () => {
  it("moves evenly at the rate that was asked for, oldest first, as new messages", () => {
    const world = anEngine();
    const { source, dead } = aDeadLetterQueue(world, 3);
    const events: SqsEvent[] = [];
    world.engine.observe((event) => events.push(event));
    const task = world.engine.moves.start({ sourceArn: arn(dead), perSecond: 1 });
    expect(world.engine.counts(source).visible).toBe(0);
    world.pass(1);
    const [first] = world.engine.receive(source, { limit: 10 });
    expect([first?.message.body, first?.receiveCount, first?.sourceArn]).toEqual(["0", 1, undefined]);
    expect(first?.message.sentAt).toBe(world.now());
    expect(events).toMatchObject([{ kind: "redriven", queue: dead, to: source, message: { id: first?.message.id } }]);
    world.pass(1);
    expect([world.engine.nextDueAt(source), world.engine.counts(source).accepted]).toEqual([world.now() + 1000, 5]);
    expect(world.engine.moves.of(arn(dead)).map(stateOf)).toEqual([["RUNNING", 2, 3, undefined]]);
    world.pass(10);
    expect(world.engine.counts(dead).visible).toBe(0);
    expect(stateOf(task)).toEqual(["COMPLETED", 3, 3, undefined]);
  });

  it("gives each message the time at which it was to be moved, however late that is noticed", () => {
    const world = anEngine();
    const { dead } = aDeadLetterQueue(world, 4);
    const start = world.now();
    const other = aQueue(world, "other");
    world.engine.moves.start({ sourceArn: arn(dead), destinationArn: arn(other), perSecond: 2 });
    world.pass(60);
    const received = world.engine.receive(other, { limit: 10 });
    expect(received.map(({ message }) => message.sentAt - start)).toEqual([500, 1000, 1500, 2000]);
    expect(bodies(received)).toEqual(["0", "1", "2", "3"]);
  });

  it("keeps the order of a FIFO group", () => {
    const world = anEngine();
    const { source, dead } = aDeadLetterQueue(world, 3, ".fifo");
    world.engine.moves.start({ sourceArn: arn(dead) });
    world.pass(1);
    expect(bodies(world.engine.receive(source, { limit: 10 }))).toEqual(["0", "1", "2"]);
  });

  it("stops where it is when it is cancelled, once", () => {
    const world = anEngine();
    const { dead } = aDeadLetterQueue(world, 3);
    const { moves } = world.engine;
    const { id } = moves.start({ sourceArn: arn(dead), perSecond: 1 });
    world.pass(2);
    expect(moves.cancel(arn(dead), id)).toBe(2);
    world.pass(60);
    expect(moves.of(arn(dead)).map(stateOf)).toEqual([["CANCELLED", 2, 3, undefined]]);
    expect(faultOf(() => moves.cancel(arn(dead), id))).toBe("InvalidParameterValue");
    expect(faultOf(() => moves.cancel(arn(dead), "other"))).toBe("ResourceNotFoundException");
  });

  it("fails where a message has nowhere to go, and leaves it there", () => {
    const world = anEngine();
    const { source, dead } = aDeadLetterQueue(world, 1);
    world.engine.send(dead, aDraft({ body: "sent there" }));
    world.engine.moves.start({ sourceArn: arn(dead) });
    world.pass(1);
    expect(world.engine.moves.of(arn(dead)).map(stateOf)).toEqual([["FAILED", 1, 2, "CouldNotDetermineMessageSource"]]);
    expect(world.engine.receive(dead, { limit: 10 }).map(({ receiveCount }) => receiveCount)).toEqual([1]);
    world.pass(30);
    const other = aQueue(world, "other");
    world.engine.moves.start({ sourceArn: arn(dead), destinationArn: arn(other) });
    world.engine.queues.delete(other);
    world.pass(1);
    const reason = "AWS.SimpleQueueService.NonExistentQueue";
    expect(world.engine.moves.of(arn(dead)).map(stateOf)[0]).toEqual(["FAILED", 0, 1, reason]);
    expect(world.engine.counts(source).visible).toBe(1);
  });

  it("has done what was due before a queue is deleted", () => {
    const world = anEngine();
    const { source, dead } = aDeadLetterQueue(world, 2);
    world.engine.moves.start({ sourceArn: arn(dead), perSecond: 1 });
    world.pass(1);
    world.engine.queues.delete(dead);
    world.pass(60);
    expect(world.engine.counts(source).visible).toBe(1);
    expect(world.engine.nextDueAt(source)).toBeUndefined();
  });

  it("ends with as many as waited when it was started, though others have come since", () => {
    const world = anEngine();
    const { dead } = aDeadLetterQueue(world, 2);
    const other = aQueue(world, "other");
    world.engine.moves.start({ sourceArn: arn(dead), destinationArn: arn(other), perSecond: 1 });
    world.engine.send(dead, aDraft({ body: "later" }));
    world.pass(60);
    expect([world.engine.counts(other).visible, world.engine.counts(dead).visible]).toEqual([2, 1]);
    expect(world.engine.moves.of(arn(dead)).map(stateOf)).toEqual([["COMPLETED", 2, 2, undefined]]);
  });

  it("remembers the latest ten, and starts none beside one that runs", () => {
    const world = anEngine();
    const { dead } = aDeadLetterQueue(world, 1);
    const { moves } = world.engine;
    const ids = Array.from({ length: 12 }, () => {
      const { id } = moves.start({ sourceArn: arn(dead), perSecond: 1 });
      expect(faultOf(() => moves.start({ sourceArn: arn(dead) }))).toBe("InvalidParameterValue");
      moves.cancel(arn(dead), id);
      return id;
    });
    expect(moves.of(arn(dead)).map(({ id }) => id)).toEqual(ids.toReversed().slice(0, 10));
  });

  it("refuses queues that are not there, that are no dead-letter queue, of the other type, and the same one", () => {
    const world = anEngine();
    const { source, dead } = aDeadLetterQueue(world, 1);
    const fifo = aQueue(world, "q.fifo");
    const start = (from: string, to?: string) =>
      faultOf(() =>
        world.engine.moves.start({ sourceArn: arn(from), ...(to === undefined ? {} : { destinationArn: arn(to) }) }),
      );
    expect([start("gone"), start(dead, "gone"), start(source), start(dead, fifo), start(dead, dead)]).toEqual([
      "ResourceNotFoundException",
      "ResourceNotFoundException",
      "InvalidParameterValue",
      "InvalidParameterValue",
      "InvalidParameterValue",
    ]);
  });
});
