import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assign, stackPlans, stacksToRemember } from "../../../infra/aws/stacks.ts";
import { type Unit, units, weight } from "../../../infra/aws/units.ts";
import { deployment } from "../../../shared/fabric/deployment/deployment.ts";
import { aFabric, queue, topic } from "../../shared/fabric/a-fabric.ts";
import { forSoundFabrics } from "../../support/arbitrary-fabric.ts";
import { manyHops } from "../../support/many-hops.ts";

const fan = (count: number) => deployment(manyHops(count));

const numbers = (plans: ReturnType<typeof stackPlans>) => plans.map(({ name }) => name);

describe("a fabric", () => {
  it("that fits is one stack by its name", async () => {
    expect(stackPlans(await fan(30), { stacks: {} })).toMatchObject([
      { name: "retail", number: 1, account: "111122223333", region: "eu-west-1" },
    ]);
  });

  it("that outgrows a stack goes on in the next, each filled before another is begun", async () => {
    const plans = stackPlans(await fan(100), { stacks: {} });
    expect(numbers(plans)).toEqual(["retail", "retail-Stack-2", "retail-Stack-3"]);
    const loads = plans.map((plan) => plan.units.reduce((sum, unit) => sum + weight(unit), 0));
    expect(loads.slice(0, -1).every((load) => load > 420 && load <= 440)).toBe(true);
  });

  it("has stacks wherever its queues are, named after the place where that is not its own", async () => {
    const endpoints = {
      here: queue("here"),
      there: { sqs: "there", region: "us-east-1" },
      theirs: { sqs: "theirs", account: "444455556666" },
    };
    const fabric = aFabric(endpoints, {
      out: { from: "here", to: "there" },
      over: { from: "there", to: "theirs" },
    });
    const plans = stackPlans(await deployment(fabric), { stacks: {} });
    expect(
      plans.map(({ name, account, region, units: held }) => [name, account, region, held.map((u) => u.name)]),
    ).toEqual([
      ["retail", "111122223333", "eu-west-1", ["here", "retail/out"]],
      ["retail-Stack-us-east-1", "111122223333", "us-east-1", ["there", "retail/over"]],
      ["retail-Stack-444455556666-eu-west-1", "444455556666", "eu-west-1", ["theirs"]],
    ]);
  });

  it("makes a role where the queue is that a function in Google Cloud reaches", async () => {
    const fabric = aFabric(
      { scores: topic("scores"), there: { sqs: "there", region: "us-east-1" } },
      { back: { from: "scores", to: "there" } },
    );
    const [plan] = stackPlans(await deployment(fabric), { stacks: {} });
    expect(plan?.name).toBe("retail-Stack-us-east-1");
    expect(plan?.units.map(({ name, run }) => [name, run?.cloud])).toEqual([
      ["there", undefined],
      ["retail/back", "gcp"],
    ]);
  });
});

describe("units", () => {
  it("hold every queue that is made and every function on AWS once, an inner queue with its reader", async () => {
    await forSoundFabrics(async (fabric) => {
      const plans = await deployment(fabric);
      const all = units(plans);
      const held = all.flatMap(({ queue: made, deadLetters }) =>
        [made, deadLetters].flatMap((plan) => (plan ? [plan.endpoint.name] : [])),
      );
      const owned = plans.queues.filter(({ role }) => role !== "existing").map(({ endpoint }) => endpoint.name);
      expect(held.toSorted()).toEqual(owned.toSorted());
      const lambdas = plans.functions.filter(({ cloud }) => cloud === "aws").map(({ link }) => link.name);
      expect(all.flatMap(({ lambda }) => (lambda ? [lambda.link.name] : [])).toSorted()).toEqual(lambdas.toSorted());
      for (const { queue: made, lambda, name } of all)
        if (made?.role === "inner") expect(lambda?.link.source.name).toBe(name);
    });
  });
});

/** Queues, some of them read by a function behind them, in the order that `units` gives. */
const here = fc
  .array(fc.record({ read: fc.boolean(), heavy: fc.boolean() }), { maxLength: 150 })
  .map((list): readonly Unit[] => {
    const place = { account: "111122223333", region: "eu-west-1" };
    const part = {} as never;
    const queues = list.map(({ heavy }, at) => ({
      ...place,
      name: `q${at}`,
      queue: { feed: heavy ? part : undefined },
    }));
    const readers = list.flatMap(({ read }, at) =>
      read ? [{ ...place, name: `f/q${at}`, lambda: part, after: `q${at}` }] : [],
    );
    return [...queues, ...readers] as unknown as readonly Unit[];
  });

const some = fc.func(fc.boolean());

describe("assigning stacks", () => {
  it("moves nothing when things are added or removed", () => {
    // A function is never there without the queue that it reads.
    const chosen = (all: readonly Unit[], isIn: (name: string) => boolean) =>
      all.filter(({ name, after }) => isIn(name) && (after === undefined || isIn(after)));
    fc.assert(
      fc.property(here, some, some, (all, isBefore, isAfter) => {
        const before = assign(chosen(all, isBefore), {});
        const after = assign(chosen(all, isAfter), Object.fromEntries(before));
        for (const [name, number] of after)
          if (before.has(name)) expect([name, number]).toEqual([name, before.get(name)]);
      }),
    );
  });

  it("puts no function before the queue that it reads, whatever it was told to remember", () => {
    fc.assert(
      fc.property(here, fc.func(fc.option(fc.integer({ min: 1, max: 4 }))), (all, memory) => {
        const known = all.flatMap(({ name }) => {
          const number = memory(name);
          return number === null ? [] : [[name, number] as const];
        });
        const numbers_ = assign(all, Object.fromEntries(known));
        expect([...numbers_.keys()].toSorted()).toEqual(all.map(({ name }) => name).toSorted());
        for (const { name, after } of all)
          if (after !== undefined) expect(numbers_.get(name)).toBeGreaterThanOrEqual(numbers_.get(after) ?? Number.NaN);
        // What holds messages stays where it is in any case.
        for (const [name, number] of known) if (!name.includes("/")) expect(numbers_.get(name)).toBe(number);
      }),
    );
  });

  it("fills no stack beyond its measure", () => {
    fc.assert(
      fc.property(here, (all) => {
        const loads = new Map<number, number>();
        const numbers_ = assign(all, {});
        for (const unit of all) {
          const number = numbers_.get(unit.name) ?? 0;
          loads.set(number, (loads.get(number) ?? 0) + weight(unit));
        }
        expect(Math.max(0, ...loads.values())).toBeLessThanOrEqual(440);
      }),
    );
  });

  it("keeps what it remembers over a real change of a fabric that has several stacks", async () => {
    const remembered = stacksToRemember(stackPlans(await fan(100), { stacks: {} }));
    const less = aFabric(
      { q3: queue("q3"), q99: queue("q99"), fresh: queue("fresh"), feed: topic("feed") },
      {
        "h-q3": { from: "q3", to: "feed" },
        "h-q99": { from: "q99", to: "feed" },
        "h-fresh": { from: "fresh", to: "feed" },
      },
    );
    const plans = stackPlans(await deployment(less), { stacks: remembered });
    expect(stacksToRemember(plans)).toEqual({
      q3: 1,
      fresh: 1,
      "retail/h-q3": remembered["retail/h-q3"],
      "retail/h-fresh": 1,
      q99: remembered["q99"],
      "retail/h-q99": remembered["retail/h-q99"],
    });
  });
});
