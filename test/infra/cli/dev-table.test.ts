import { describe, expect, it } from "vitest";
import { closingTable } from "../../../infra/cli/dev-table.ts";
import type { FeedReport } from "../../../infra/cli/feed-report.ts";

const account = {
  link: "shop/there",
  in: 2,
  delivered: 2,
  dropped: 0,
  dead: 0,
  inFlight: 0,
  retried: 0,
  duplicates: 0,
  gap: 0,
  missing: 0,
};
const whole: FeedReport = { file: "a.ndjson", to: "orders", sent: 2, refused: 0, unsent: 0, isRead: true };
const SUM = "in = delivered + dropped + dead + in flight";

/** What stands under the table, but for the lines of the feeds. */
const verdictOf = (feeds: readonly FeedReport[], gap = 0) =>
  closingTable([{ ...account, gap }], feeds, false)
    .split("\n")
    .slice(2, -feeds.length || undefined);

describe("the words that a run closes with", () => {
  it("are that every message is accounted for where nothing is missing", () => {
    expect(verdictOf([whole])).toEqual([`every message is accounted for: ${SUM}`]);
    expect(verdictOf([])).toEqual([`every message is accounted for: ${SUM}`]);
  });

  it.each([
    [[{ refused: 1 }], "1 line was refused"],
    [[{ refused: 1_200 }, { refused: 34 }], "1,234 lines were refused"],
    [[{ unsent: 3 }], "3 lines were not sent"],
    [[{ isRead: false }], "1 feed was not read to the end"],
    [
      [{ refused: 2, unsent: 1, isRead: false }, { isRead: false }],
      "2 lines were refused, 1 line was not sent, 2 feeds were not read to the end",
    ],
  ])("say what never became a message where that is %j", (feeds, said) => {
    expect(verdictOf(feeds.map((feed) => ({ ...whole, ...feed })))).toEqual([
      `every message that was sent is accounted for: ${SUM}`,
      `NOT all that was fed was sent: ${said}`,
    ]);
  });

  it("say both where messages are missing, too", () => {
    expect(verdictOf([{ ...whole, refused: 1 }], 1)).toEqual([
      "NOT every message is accounted for: see the column gap",
      "NOT all that was fed was sent: 1 line was refused",
    ]);
  });
});
