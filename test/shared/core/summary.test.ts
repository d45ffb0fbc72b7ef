import { describe, expect, it } from "vitest";
import { SinkError } from "../../../shared/core/errors.ts";
import { summarize } from "../../../shared/core/summary.ts";

describe("a summary", () => {
  it("counts each delivery once, and settles all but what is tried again", () => {
    const error = new SinkError("BUSY", "the target is busy", true);
    const kinds = [
      { receipt: "1", kind: "relayed", messages: 3 },
      { receipt: "2", kind: "relayed", messages: 1 },
      { receipt: "3", kind: "dropped" },
      { receipt: "4", kind: "dead", error },
      { receipt: "5", kind: "retry", error },
    ] as const;
    expect(summarize("shop/return", kinds, 7)).toEqual({
      event: "summary",
      link: "shop/return",
      invocations: 1,
      received: 5,
      relayed: 2,
      dropped: 1,
      dead: 1,
      retry: 1,
      settled: 4,
      messages: 4,
      elapsedMs: 7,
    });
  });
});
