import { describe, expect, it } from "vitest";
import { aDraft, anEngine, aQueue, bodies, type VirtualEngine } from "./an-engine.ts";

const send = ({ engine }: VirtualEngine, queue: string, group: string | undefined, ...texts: readonly string[]) => {
  for (const body of texts) engine.send(queue, aDraft({ body, ...(group === undefined ? {} : { groupId: group }) }));
};
const many = (count: number, name: string): readonly string[] => Array.from({ length: count }, (_, n) => `${name}${n}`);
const take = ({ engine }: VirtualEngine, queue: string, count: number): readonly string[] => {
  const taken: string[] = [];
  while (taken.length < count)
    taken.push(...bodies(engine.receive(queue, { limit: Math.min(10, count - taken.length) })));
  return taken;
};

describe("standardLine", () => {
  it("gives what is ready first, whatever its group, as long as nobody is noisy", () => {
    const world = anEngine();
    const queue = aQueue(world);
    send(world, queue, "a", "1", "2");
    send(world, queue, undefined, "3");
    send(world, queue, "b", "4");
    send(world, queue, "a", "5");
    expect(take(world, queue, 5)).toEqual(["1", "2", "3", "4", "5"]);
  });

  it("lets others pass a group with 30 messages and more than a tenth in flight, until there are none", () => {
    const world = anEngine();
    const queue = aQueue(world);
    send(world, queue, "noisy", ...many(40, "n"));
    send(world, queue, "quiet", "q0");
    expect(take(world, queue, 29)).toEqual(many(29, "n"));
    send(world, queue, undefined, "x0");
    // The thirtieth still comes in turn.
    expect(take(world, queue, 4)).toEqual(["n29", "q0", "x0", "n30"]);
  });

  it("counts no group as noisy that has no more than a tenth of what is in flight", () => {
    const world = anEngine();
    const queue = aQueue(world);
    send(world, queue, undefined, ...many(300, "x"));
    send(world, queue, "a", ...many(33, "a"));
    send(world, queue, undefined, "late");
    take(world, queue, 300);
    // 33 of 333 are less than a tenth, and messages without a group are never of one.
    expect(take(world, queue, 34)).toEqual([...many(33, "a"), "late"]);
  });

  it("takes from the noisy group with the fewest in flight where all are", () => {
    const world = anEngine();
    const queue = aQueue(world);
    send(world, queue, "a", ...many(35, "a"));
    take(world, queue, 31);
    send(world, queue, "b", ...many(35, "b"));
    expect(take(world, queue, 30)).toEqual(many(30, "b"));
    expect(take(world, queue, 2)).toEqual(["b30", "a31"]);
  });

  it("counts no group as noisy that has sent nothing for five minutes", () => {
    const world = anEngine();
    const queue = aQueue(world, "q", { VisibilityTimeout: "3600" });
    send(world, queue, "a", ...many(40, "a"));
    take(world, queue, 35);
    world.pass(299);
    send(world, queue, "b", "b0");
    expect(take(world, queue, 1)).toEqual(["b0"]);
    world.pass(1);
    send(world, queue, "b", "b1");
    expect(take(world, queue, 6)).toEqual([...many(40, "a").slice(35), "b1"]);
  });

  it("forgets that a group was noisy once its messages are gone or visible again", () => {
    const world = anEngine();
    const queue = aQueue(world);
    send(world, queue, "a", ...many(30, "a"));
    const handles = many(3, "").flatMap(() => world.engine.receive(queue, { limit: 10 }));
    for (const { receiptHandle } of handles.slice(0, 15)) world.engine.deleteMessage(queue, receiptHandle);
    world.pass(30);
    send(world, queue, "b", "b0");
    expect(take(world, queue, 16)).toEqual([...many(30, "a").slice(15), "b0"]);
  });

  it("looks at as many messages however many wait of a noisy group", () => {
    const world = anEngine();
    const stepsWith = (waiting: number, queue: string): number => {
      aQueue(world, queue);
      send(world, queue, "noisy", ...many(waiting, "n"));
      take(world, queue, 40);
      send(world, queue, "quiet", ...many(5, "q"));
      const before = world.steps();
      expect(take(world, queue, 10)).toEqual([...many(5, "q"), ...many(45, "n").slice(40)]);
      return world.steps() - before;
    };
    expect(stepsWith(20_000, "many")).toBe(stepsWith(100, "few"));
  });
});
