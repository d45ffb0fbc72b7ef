import { describe, expect, it } from "vitest";
import { feedLine, isWhole } from "../../../infra/cli/feed-report.ts";

const whole = { file: "orders.ndjson", to: "orders", sent: 12_000, refused: 0, unsent: 0, isRead: true };

describe("feedLine", () => {
  it.each([
    [whole, "12,000 lines sent"],
    [{ ...whole, sent: 1, refused: 2 }, "1 line sent, 2 refused"],
    [{ ...whole, repeated: 80 }, "12,000 lines sent, 80 of them twice, perhaps, since no answer came"],
    [{ ...whole, unsent: 3 }, "12,000 lines sent, 3 not sent, since the run was ended"],
    [{ ...whole, isRead: false }, "12,000 lines sent, the rest was not read, since the run was ended"],
    [{ ...whole, isRead: false, failure: "x can't be read (EIO)" }, "12,000 lines sent, x can't be read (EIO)"],
  ])("says what was sent and what is missing", (report, said) => {
    expect(feedLine(report)).toBe(`orders.ndjson -> orders: ${said}`);
    expect(isWhole(report)).toBe(said.startsWith("12,000 lines sent") && !/ not |can.t/.test(said));
  });

  it("calls what comes in by its name", () => {
    expect(feedLine({ ...whole, file: "-" })).toBe("standard input -> orders: 12,000 lines sent");
  });
});
