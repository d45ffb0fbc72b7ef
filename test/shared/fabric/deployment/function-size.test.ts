import { describe, expect, it } from "vitest";
import { compile } from "../../../../shared/fabric/compile.ts";
import { functionSize } from "../../../../shared/fabric/deployment/function-size.ts";
import { aFabric, queue, topic } from "../a-fabric.ts";

/** What the functions of a hop there and one back get. */
function sizesOf(more: object = {}) {
  const fabric = aFabric(
    { orders: queue("orders"), feed: topic("feed"), scores: topic("scores"), inbox: queue("inbox") },
    { there: { from: "orders", to: "feed", ...more }, back: { from: "scores", to: "inbox", ...more } },
  );
  return compile(fabric).links.map((link) => functionSize(fabric, link));
}

describe("the size of a function", () => {
  it("is what its crossing was measured to need, with no limit of their number, where the hop says nothing", () => {
    expect(sizesOf()).toEqual([
      { memoryMb: 256, concurrency: 80 },
      { memoryMb: 512, concurrency: 80 },
    ]);
  });

  it("is what the hop says", () => {
    const size = { memoryMb: 768, maxConcurrency: 4, concurrency: 80 };
    expect(sizesOf({ function: { memoryMb: 768, maxConcurrency: 4 } })).toEqual([size, size]);
  });

  it("holds instances down under a rate, and pushes to what comes to its turn in time", () => {
    expect(sizesOf({ rate: { messagesPerSecond: 2 } })).toEqual([
      { memoryMb: 256, maxConcurrency: 2, concurrency: 15 },
      { memoryMb: 512, maxConcurrency: 1, concurrency: 30 },
    ]);
  });
});
