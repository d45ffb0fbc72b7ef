import { describe, expect, it } from "vitest";
import { pollerCount } from "../../../../infra/local/lambda/poller-count.ts";

/** A mapping at a time that is set by hand. */
function aMapping(most: number, fifo = false) {
  let ms = 0;
  const count = pollerCount(most, fifo, () => ms);
  const workFor = (seconds: number) => {
    for (const end = ms + seconds * 1_000; ms < end; ) {
      ms += 10;
      count.after("done");
    }
    return count.now();
  };
  return { ...count, workFor };
}

describe("the pollers of a mapping", () => {
  it("are five at first, or fewer where fewer are allowed", () => {
    expect([aMapping(1_250).now(), aMapping(2).now()]).toEqual([5, 2]);
  });

  it("grow by 300 a minute while there is work, up to the most", () => {
    const mapping = aMapping(1_000);
    expect([mapping.workFor(1), mapping.workFor(59), mapping.workFor(240)]).toEqual([10, 305, 1_000]);
  });

  it("go back to the first five where nothing is there", () => {
    const mapping = aMapping(20);
    mapping.workFor(60);
    for (let turn = 0; turn < 40; turn += 1) mapping.after("empty");
    expect(mapping.now()).toBe(5);
  });

  it("become fewer with each failure, down to one, and come back with what is done", () => {
    const mapping = aMapping(5);
    mapping.after("failed");
    expect(mapping.now()).toBe(4);
    for (let turn = 0; turn < 10; turn += 1) mapping.after("failed");
    expect(mapping.now()).toBe(1);
    mapping.after("empty");
    expect([mapping.now(), mapping.workFor(0.2), mapping.workFor(60)]).toEqual([1, 2, 5]);
  });

  it("all read a FIFO queue at once", () => {
    expect(aMapping(30, true).now()).toBe(30);
  });
});
