import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aDraft, aFifoDraft, anEngine, aQueue, type VirtualEngine } from "./an-engine.ts";

/** What a careless receiver does next: `pick` chooses among all the handles that it ever got. */
type Action =
  | { readonly kind: "send"; readonly group: number; readonly delaySeconds: number }
  | { readonly kind: "receive"; readonly limit: number; readonly seconds: number }
  | { readonly kind: "delete"; readonly pick: number }
  | { readonly kind: "change"; readonly pick: number; readonly seconds: number }
  | { readonly kind: "pass"; readonly seconds: number };

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ kind: fc.constant("send" as const), group: fc.nat(2), delaySeconds: fc.nat(3) }),
  fc.record({ kind: fc.constant("receive" as const), limit: fc.integer({ min: 1, max: 10 }), seconds: fc.nat(20) }),
  fc.record({ kind: fc.constant("delete" as const), pick: fc.nat() }),
  fc.record({ kind: fc.constant("change" as const), pick: fc.nat(), seconds: fc.nat(9) }),
  fc.record({ kind: fc.constant("pass" as const), seconds: fc.nat(12) }),
);

function act(world: VirtualEngine, queue: string, next: Action, body: string, handles: string[]): void {
  const { engine } = world;
  const handle = "pick" in next ? handles[next.pick % Math.max(1, handles.length)] : undefined;
  const group = next.kind === "send" ? `g${next.group}` : "";
  if (next.kind === "pass") world.pass(next.seconds);
  if (next.kind === "delete" && handle !== undefined) engine.deleteMessage(queue, handle);
  if (next.kind === "change" && handle !== undefined) engine.changeVisibility(queue, handle, next.seconds);
  if (next.kind === "send" && queue.endsWith(".fifo")) engine.send(queue, aFifoDraft(group, body));
  else if (next.kind === "send") engine.send(queue, aDraft({ body, groupId: group, delaySeconds: next.delaySeconds }));
  if (next.kind === "receive") {
    const request = { limit: next.limit, visibilityTimeoutSeconds: next.seconds };
    for (const { receiptHandle } of engine.receive(queue, request)) handles.push(receiptHandle);
  }
}

/** Receives and deletes everything that is left, as `group/number`. */
function drain({ engine, pass }: VirtualEngine, queue: string): string[] {
  pass(1000);
  const left: string[] = [];
  for (let received = engine.receive(queue, { limit: 10 }); received.length > 0; ) {
    for (const { message, receiptHandle } of received) {
      left.push(`${message.groupId}/${message.body}`);
      engine.deleteMessage(queue, receiptHandle);
    }
    received = engine.receive(queue, { limit: 10 });
  }
  return left;
}

const byGroup = (names: readonly string[]) =>
  Object.fromEntries(Map.groupBy(names, (name) => name.split("/")[0] ?? ""));

describe("queue", () => {
  for (const name of ["any", "any.fifo"])
    it(`loses nothing and doubles nothing, whatever a receiver does (${name})`, () => {
      fc.assert(
        fc.property(fc.array(action, { maxLength: 120 }), (actions) => {
          const world = anEngine();
          const queue = aQueue(world, name);
          const alive = new Set<string>();
          const handles: string[] = [];
          const leave = world.engine.observe(({ kind, message }) => {
            const known = `${message.groupId}/${message.body}`;
            if (kind === "sent") alive.add(known);
            else expect(alive.delete(known)).toBe(true);
          });
          actions.forEach((next, index) => {
            try {
              act(world, queue, next, `${index}`, handles);
            } catch (thrown) {
              // Handles expire: the only faults that such a receiver meets.
              expect(["InvalidParameterValue", "MessageNotInflight"]).toContain((thrown as { code?: string }).code);
            }
            const { accepted, deleted, visible, inFlight, delayed } = world.engine.counts(queue);
            expect([accepted - deleted, visible + inFlight + delayed]).toEqual([alive.size, alive.size]);
          });
          leave();
          const left = drain(world, queue);
          if (name === "any.fifo") expect(byGroup(left)).toEqual(byGroup([...alive]));
          else expect(left.toSorted()).toEqual([...alive].toSorted());
        }),
        { numRuns: 200 },
      );
    });

  it("keeps nothing of a message that is deleted", () => {
    const world = anEngine();
    const queue = aQueue(world, "q.fifo");
    for (let n = 0; n < 100; n++) world.engine.send(queue, aFifoDraft(`g${n % 7}`, `${n}`));
    drain(world, queue);
    const { entries, line, due, ages } = world.engine.queues.get(queue);
    expect([entries.size, line.hasNext(), due.first(), ages.first()]).toEqual([0, false, undefined, undefined]);
  });

  it("applies a new delay of a FIFO queue to what is delayed already, and that of a standard queue to what comes", () => {
    const world = anEngine();
    for (const [name, due] of [
      ["q", 1_000_100_000],
      ["q.fifo", 1_000_005_000],
    ] as const) {
      const queue = aQueue(world, name, { DelaySeconds: "100" });
      world.engine.send(queue, name === "q" ? aDraft() : aFifoDraft("g", "a"));
      world.engine.queues.configure(queue, new Map([["DelaySeconds", "5"]]));
      expect(world.engine.nextDueAt(queue)).toBe(due);
    }
  });
});
