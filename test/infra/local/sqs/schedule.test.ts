import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Appointment, schedule } from "../../../../infra/local/sqs/schedule.ts";

describe("schedule", () => {
  it("gives deadlines by time, then by turn, whatever is removed in between", () => {
    const commands = fc.array(fc.tuple(fc.boolean(), fc.nat(20), fc.nat(1000)), { maxLength: 200 });
    fc.assert(
      fc.property(commands, (all) => {
        const heap = schedule<number>(() => {});
        const model: Appointment<number>[] = [];
        all.forEach(([isAdd, at, pick], turn) => {
          if (isAdd) model.push(heap.add(at, turn));
          else for (const gone of model.splice(pick % Math.max(1, model.length), 1)) heap.remove(gone);
          const first = model.toSorted((a, b) => a.at - b.at || a.value - b.value)[0];
          expect(heap.first()?.value).toBe(first?.value);
        });
      }),
    );
  });

  it("looks at one deadline where they come in order, however many there are", () => {
    let steps = 0;
    const all = schedule<number>(() => steps++);
    for (let at = 0; at < 65_536; at++) all.add(at, at);
    steps = 0;
    const first = all.first();
    if (first !== undefined) all.remove(first);
    expect(steps).toBe(1);
  });

  it("looks at no more than the depth of its heap where they come in any order", () => {
    let steps = 0;
    const all = schedule<number>(() => steps++);
    for (let at = 65_536; at > 0; at--) all.add(at, at);
    steps = 0;
    const first = all.first();
    if (first !== undefined) all.remove(first);
    expect(steps).toBeLessThanOrEqual(18);
  });
});
