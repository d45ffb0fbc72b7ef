import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Received } from "../../../../infra/local/sqs/receive.ts";
import { aDraft, anEngine, aQueue, faultOf, type VirtualEngine } from "./an-engine.ts";
import { type Held, type Reference, reference } from "./reference.ts";
import { type Action, action } from "./reference-actions.ts";
import { type Moved, referenceMoves } from "./reference-moves.ts";

const MOST_RECEIVES = 2;

interface Handle {
  readonly side: 0 | 1;
  readonly id: string;
  readonly received: number;
  readonly handle: string;
}

/** An engine and its references side by side, with all that was ever received. */
function aPair(isFifo: boolean) {
  const world = anEngine();
  const ending = isFifo ? ".fifo" : "";
  const attributes = { MessageRetentionPeriod: "100000", VisibilityTimeout: "30" };
  const dead = aQueue(world, `dead${ending}`, attributes);
  const deadLetterTargetArn = world.engine.queues.get(dead).arn;
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: MOST_RECEIVES });
  const main = aQueue(world, `main${ending}`, { ...attributes, RedrivePolicy });
  const rules = { retentionSeconds: 100_000, delaySeconds: 0, visibilitySeconds: 30 };
  const references = [
    reference(isFifo, { ...rules, mostReceives: MOST_RECEIVES }),
    reference(isFifo, { ...rules }),
  ] as const;
  const moved: string[] = [];
  const back: Moved[] = [];
  world.engine.observe((event) => {
    if (event.kind === "redriven" && event.queue === main) moved.push(event.message.id);
    else if (event.kind === "redriven")
      back.push({ id: event.message.id, body: event.message.body, at: event.message.sentAt });
  });
  const moves = referenceMoves(references[1], references[0]);
  const names = [main, dead] as const;
  return { world, isFifo, names, references, moves, moved, back, handles: [] as Handle[], bodies: { made: 0 } };
}
type Pair = ReturnType<typeof aPair>;

const expectFault = (fault: string | undefined, act: () => unknown): void => {
  if (fault === undefined) act();
  else expect(faultOf(act)).toBe(fault);
};

function send({ world, isFifo, names, references: [main], bodies }: Pair, next: Action & { kind: "send" }): void {
  const now = world.now();
  const group = `g${next.group}`;
  const parts = isFifo ? { deduplicationId: `k${next.key}` } : { delaySeconds: next.delay };
  const body = `${++bodies.made}`;
  const { id } = world.engine.send(names[0], aDraft({ body, groupId: group, ...parts }));
  const duplicate = isFifo ? main.duplicateOf(`k${next.key}`, now) : undefined;
  if (duplicate !== undefined) expect(id).toBe(duplicate);
  const delay = isFifo ? main.rules.delaySeconds : next.delay;
  if (duplicate === undefined)
    main.enter(
      { id, group, body, enqueuedAt: now, readyAt: now + delay * 1000, received: 0 },
      isFifo ? `k${next.key}` : undefined,
    );
}

function receive(pair: Pair, next: Action & { kind: "receive" }): void {
  const { world, isFifo, names, references, moved } = pair;
  const [queue, own] = [names[next.queue], references[next.queue]];
  const attemptId = isFifo && next.attempt > 0 ? `a${next.attempt}` : undefined;
  const now = world.now();
  const request = { limit: next.limit, visibilityTimeoutSeconds: next.seconds, ...(attemptId && { attemptId }) };
  const again = attemptId === undefined ? undefined : own.repeated(attemptId, now, next.seconds);
  if (again === "InvalidParameterValue") {
    expectFault(again, () => world.engine.receive(queue, request));
    return;
  }
  moved.length = 0;
  const received = world.engine.receive(queue, request);
  if (again === undefined) {
    const taken = checkTaken(pair, own, received, next);
    if (attemptId !== undefined) own.attempted(attemptId, taken, now);
  } else expect(received.map(({ message }) => message.id)).toEqual(again.map(({ id }) => id));
  for (const { message, receiptHandle, receiveCount } of received) {
    expect(receiveCount).toBe(own.find(message.id)?.received);
    pair.handles.push({ side: next.queue, id: message.id, received: receiveCount, handle: receiptHandle });
  }
}

/** What was received and moved was to be had, in order, and as much of it as was asked for. */
function checkTaken(pair: Pair, own: Reference, received: readonly Received[], next: Action & { kind: "receive" }) {
  const now = pair.world.now();
  const ids = received.map(({ message }) => message.id);
  const open = new Map([...own.groups()].map((group) => [group, own.openOf(group, now)]));
  for (const [, ready] of open) {
    const taken = ready.filter(({ id }) => ids.includes(id) || pair.moved.includes(id));
    if (pair.isFifo) expect(taken).toEqual(ready.slice(0, taken.length));
    for (const each of taken)
      expect(pair.moved.includes(each.id)).toBe(
        each.receivedHere >= (own.rules.mostReceives ?? Number.POSITIVE_INFINITY),
      );
  }
  const all = [...open.values()].flat();
  const isKnown = (id: string): boolean => all.some((each) => each.id === id);
  expect([...ids, ...pair.moved].every(isKnown)).toBe(true);
  expect(received.length).toBeLessThanOrEqual(next.limit);
  for (const id of pair.moved) bury(pair, own, id, now);
  const taken = ids.flatMap((id) => own.find(id) ?? []);
  for (const each of taken) take(each, now, next.seconds);
  if (received.length < next.limit)
    expect([...own.groups()].flatMap((group) => own.openOf(group, now)).filter(({ isOut }) => !isOut)).toEqual([]);
  return taken;
}

function take(each: Held, now: number, forSeconds: number): void {
  each.received++;
  each.receivedHere++;
  each.receivedAt = now;
  each.isOut = true;
  each.readyAt = now + forSeconds * 1000;
}

function bury({ isFifo, references: [, dead] }: Pair, own: Reference, id: string, now: number): void {
  const each = own.find(id);
  if (each === undefined) return;
  own.leave(id);
  const enqueuedAt = isFifo ? now : each.enqueuedAt;
  dead.enter({ id, group: each.group, body: each.body, enqueuedAt, readyAt: now, received: each.received });
}

function set({ world, names, references }: Pair, next: Action & { kind: "set" }): void {
  const [queue, own] = [names[next.queue], references[next.queue]];
  const name = (["MessageRetentionPeriod", "DelaySeconds", "VisibilityTimeout"] as const)[next.what];
  const value = name !== "MessageRetentionPeriod" ? next.seconds : next.seconds < 45 ? 60 : 100_000;
  world.engine.queues.configure(queue, new Map([[name, `${value}`]]));
  if (name === "MessageRetentionPeriod") own.rules.retentionSeconds = value;
  else if (name === "DelaySeconds") own.delay(value, world.now());
}

function act(pair: Pair, next: Action): void {
  const { world, names, references, handles } = pair;
  const now = world.now();
  const handle = "pick" in next ? handles[next.pick % Math.max(1, handles.length)] : undefined;
  if (next.kind === "send") send(pair, next);
  if (next.kind === "receive") receive(pair, next);
  if (next.kind === "pass") world.pass(next.seconds);
  if (next.kind === "set") set(pair, next);
  if (next.kind === "count") expect(countsOf(world, names[next.queue])).toEqual(references[next.queue].counts(now));
  if (next.kind === "move")
    expectFault(pair.moves.start(now, next.perSecond), () =>
      world.engine.moves.start({ sourceArn: world.engine.queues.get(names[1]).arn, perSecond: next.perSecond }),
    );
  if (next.kind === "purge")
    expectFault(references[next.queue].purge(now), () => world.engine.purge(names[next.queue]));
  if (handle === undefined) return;
  const [queue, own] = [names[handle.side], references[handle.side]];
  if (next.kind === "delete")
    expectFault(own.delete(handle.id, handle.received), () => world.engine.deleteMessage(queue, handle.handle));
  if (next.kind === "change")
    expectFault(own.change(handle.id, handle.received, next.seconds, now), () =>
      world.engine.changeVisibility(queue, handle.handle, next.seconds),
    );
}

/** Both are as they should be by now: what was to be moved has been, and what is over is over. */
function catchUp({ world, names, references, moves, back }: Pair): void {
  // To look at tasks moves what is due, and settles no queue.
  world.engine.moves.of(world.engine.queues.get(names[1]).arn);
  moves.follow(back.splice(0), world.now());
  for (const each of references) each.settle(world.now());
}

const countsOf = ({ engine }: VirtualEngine, queue: string) => {
  const { visible, inFlight, delayed } = engine.counts(queue);
  return { visible, inFlight, delayed };
};

describe("a queue and its reference", () => {
  for (const isFifo of [false, true])
    it(`do the same, whatever is done to both (${isFifo ? "FIFO" : "standard"})`, () => {
      fc.assert(
        fc.property(fc.array(action, { minLength: 20, maxLength: 150 }), (actions) => {
          const pair = aPair(isFifo);
          for (const next of [...actions, { kind: "count", queue: 0 }, { kind: "count", queue: 1 }] as const) {
            catchUp(pair);
            act(pair, next);
          }
        }),
        { numRuns: 300 },
      );
    });
});
