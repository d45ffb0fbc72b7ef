import { describe, expect, it } from "vitest";
import { localSize, MOST_PROCESSES } from "../../../infra/local/local-size.ts";

describe("a function's size on this machine", () => {
  it("is the deployed one, where the hop limits how many there may be", () => {
    const size = { memoryMb: 512, maxConcurrency: 4, concurrency: 30 };
    expect(localSize("gcp", size)).toEqual({ most: 4, memoryMb: 512, concurrency: 30 });
  });

  it("is a laptop's where the hop sets no limit, or one that is too high", () => {
    const size = { memoryMb: 256, concurrency: 80 };
    expect([localSize("aws", size).most, localSize("gcp", size).most]).toEqual([2, 1]);
    expect(localSize("aws", { ...size, maxConcurrency: 1_000 }).most).toBe(MOST_PROCESSES);
  });

  it("holds nobody to a limit where the size is not known", () => {
    expect(localSize("gcp", undefined)).toEqual({ most: 1 });
  });
});
