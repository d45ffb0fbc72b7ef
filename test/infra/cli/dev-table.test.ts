import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { closingTable, progressLines } from "../../../infra/cli/dev-table.ts";
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

describe("lines of a run", () => {
  const accounts = [
    {
      ...account,
      link: "retail/flight-analytics",
      in: 20_000,
      delivered: 19_000,
      dropped: 800,
      dead: 200,
    },
    { ...account, link: "retail/export-orders", in: 12_000, delivered: 6_000, inFlight: 6_000 },
  ];
  const rates = new Map([["retail/flight-analytics", 12_345.6]]);

  it("fit a terminal of 80 columns while it goes on, with bars that can be compared", () => {
    const lines = progressLines(accounts, rates, false);
    expect(lines.map(({ length }) => length <= 80)).toEqual([true, true]);
    expect(new Set(lines.map((line) => line.match(/[█░]+/)?.[0].length)).size).toBe(1);
    expect(progressLines(accounts, rates, true).map((line) => stripVTControlCharacters(line))).toEqual(lines);
  });

  it("say what went in so far, and no total that would move", () => {
    const [flights = "", orders = ""] = progressLines(accounts, rates, false);
    expect([flights, orders]).toEqual([
      expect.stringContaining(" 20,000 in, 20,000 done "),
      expect.stringContaining("  12,000 in, 6,000 done "),
    ]);
  });

  it("have long bars where there is room", () => {
    expect(progressLines([account], rates, false)[0]).toContain("█".repeat(24));
  });

  it("fit 80 columns at its end, closer together where they have to be", () => {
    const [heads = "", ...rows] = closingTable(accounts, [], false).split("\n").slice(0, 3);
    expect([heads, ...rows].map(({ length }) => length <= 80)).toEqual([true, true, true]);
    expect(heads).toBe("link                        in delivered dropped dead in-flight duplicates gap");
    expect(closingTable([account], [], false).split("\n")[0]).toBe(
      "link        in  delivered  dropped  dead  in-flight  duplicates  gap",
    );
  });
});

describe("the headings of the table", () => {
  it.each([1, 12_345])("are one word each, and end where their figures end, here with %i", (figure) => {
    const figures = { in: figure, delivered: 0, dropped: 0, dead: figure, inFlight: 0, duplicates: 0 };
    const [heads = "", row = ""] = closingTable([{ ...account, ...figures }], [], false).split("\n");
    const ends = (line: string) => [...line.matchAll(/\S+/g)].slice(1).map(({ 0: word, index }) => index + word.length);
    expect([ends(heads).length, ends(heads)]).toEqual([7, ends(row)]);
  });
});

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
      `all that was sent is accounted for: ${SUM}`,
      `NOT all that was fed was sent: ${said}`,
    ]);
  });

  it("are broken between words where they are wider than a terminal", () => {
    const feed = { ...whole, file: "a-long-folder/with-orders.ndjson", refused: 1_200, unsent: 30, isRead: false };
    const lines = closingTable([account], [feed], true, 80)
      .split("\n")
      .map((line) => stripVTControlCharacters(line));
    expect(lines.filter(({ length }) => length > 80)).toEqual([]);
    const asOne = lines.join(" ").replaceAll(/ +/g, " ");
    expect(asOne).toContain("sent: 1,200 lines were refused, 30 lines were not sent, 1 feed was not read to the end");
    expect(asOne).toContain("2 lines sent, 1,200 refused, 30 not sent, since the run was ended, the rest was not read");
  });

  it("say both where messages are missing, too", () => {
    expect(verdictOf([{ ...whole, refused: 1 }], 1)).toEqual([
      "NOT every message is accounted for: see the column gap",
      "NOT all that was fed was sent: 1 line was refused",
    ]);
  });
});
