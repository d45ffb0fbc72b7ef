import { describe, expect, it } from "vitest";
import { heapFlags, memoryGiven, OWN_MB, overMemory } from "../../../../infra/local/process/memory-limit.ts";

const MIB = 1_048_576;

describe("the memory of a function", () => {
  it("is exceeded by what is above its limit, without what is our own", () => {
    expect(overMemory(256, (256 + OWN_MB) * MIB)).toBe(undefined);
    expect(overMemory(256, (256 + OWN_MB) * MIB + 1)).toBe("Memory limit of 256 MiB exceeded with 257 MiB used.");
  });

  it("is known to the heap, and to the process by its first word", () => {
    expect([heapFlags(256), heapFlags(undefined)]).toEqual([["--max-old-space-size=230"], []]);
    const given = (...words: readonly string[]) => memoryGiven(["node", "file.ts", ...words]);
    expect([given("256"), given("256", "more"), given("", "more"), given()]).toEqual([256, 256, undefined, undefined]);
  });
});
