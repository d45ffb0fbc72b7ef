// The account of a run as text: a line per hop with a bar while it runs, a table and its sums at the end.

import { styleText } from "node:util";
import { printable } from "../../shared/core/printable.ts";
import { type Account, balanced } from "../local/reconcile.ts";
import { type FeedReport, feedLine, isWhole } from "./feed-report.ts";
import { wrapLines } from "./wrap.ts";

/** How wide a line may be: what any terminal shows whole. In characters, as all that follow. */
const COLUMNS = 80;
const BAR = 24;
const SHORTEST_BAR = 6;
const number = (value: number) => value.toLocaleString("en-US");

/** What went in so far and how much of it is worked off, by link; more may be on its way. `rates` in messages per second. */
export function progressLines(
  accounts: readonly Account[],
  rates: ReadonlyMap<string, number>,
  colours: boolean,
): readonly string[] {
  const width = Math.max(...accounts.map(({ link }) => link.length));
  const rows = accounts.map((account) => {
    const done = account.delivered + account.dropped + account.dead;
    const counts = `${number(account.in)} in, ${number(done)} done`.padStart(22);
    const rate = `${number(Math.round(rates.get(account.link) ?? 0))}/s`.padStart(8);
    const dead = account.dead > 0 ? `  ${number(account.dead)} dead` : "";
    const again = account.retried > 0 ? `  ${number(account.retried)} tried again` : "";
    const before = `${account.link.padEnd(width)}  `;
    const spare = COLUMNS - `${before} ${counts} ${rate}${dead}${again}`.length;
    return { before, share: account.in === 0 ? 0 : done / account.in, counts, rate, dead, again, spare };
  });
  // Bars of one length can be compared.
  const length = Math.max(SHORTEST_BAR, Math.min(BAR, ...rows.map(({ spare }) => spare)));
  return rows.map(({ before, share, counts, rate, dead, again }) => {
    const full = Math.round(share * length);
    const bar = paint("cyan", `${"█".repeat(full)}${"░".repeat(length - full)}`, colours);
    return `${before}${bar} ${counts} ${rate}${paint("red", dead, colours)}${paint("yellow", again, colours)}`;
  });
}

/** Each is one word: where columns stand close together, "dead in flight" could be one or three. */
const HEADS = ["in", "delivered", "dropped", "dead", "in-flight", "duplicates", "gap"] as const;
const cells = (account: Account) => [
  account.in,
  account.delivered,
  account.dropped,
  account.dead,
  account.inFlight,
  account.duplicates,
  account.gap + account.missing,
];

/** in = delivered + dropped + dead + in flight, by link, with a verdict under it; then a line per feed. Texts are broken where they are wider than `widest`. */
export function closingTable(
  accounts: readonly Account[],
  feeds: readonly FeedReport[],
  colours: boolean,
  widest = Number.POSITIVE_INFINITY,
): string {
  const width = Math.max(4, ...accounts.map(({ link }) => link.length));
  const columns = HEADS.map((head, at) =>
    Math.max(head.length, ...accounts.map((account) => number(cells(account)[at] ?? 0).length)),
  );
  // Closer together where they would not fit else.
  const needed = columns.reduce((sum, column) => sum + column + 2, width);
  const gap = needed > COLUMNS ? " " : "  ";
  const row = (values: readonly string[]) => values.map((value, at) => value.padStart(columns[at] ?? 0)).join(gap);
  const lines = accounts.map((account) => `${account.link.padEnd(width)}${gap}${row(cells(account).map(number))}`);
  const fed = feeds.map((feed) => {
    const line = wrapLines(printable(feedLine(feed)), widest);
    return isWhole(feed) ? line : paint("red", line, colours);
  });
  const heads = paint("bold", `${"link".padEnd(width)}${gap}${row(HEADS)}`, colours);
  return [heads, ...lines, ...verdicts(accounts, feeds, colours, widest), ...fed].join("\n");
}

/** All that keeps a run with `--once` from ending with 0, or that nothing does. */
function verdicts(
  accounts: readonly Account[],
  feeds: readonly FeedReport[],
  colours: boolean,
  widest: number,
): readonly string[] {
  const say = (style: "red" | "green", text: string) => paint(style, wrapLines(text, widest), colours);
  const missed = feeds.every(isWhole) ? [] : [say("red", `NOT all that was fed was sent: ${unsent(feeds)}`)];
  if (!balanced(accounts)) return [say("red", "NOT every message is accounted for: see the column gap"), ...missed];
  const whole = `${missed.length > 0 ? "all that was sent" : "every message"} is accounted for`;
  return [say("green", `${whole}: in = delivered + dropped + dead + in flight`), ...missed];
}

/** How much of what was fed never became a message, and why. */
function unsent(feeds: readonly FeedReport[]): string {
  const lines = (count: number) => `${number(count)} ${count === 1 ? "line was" : "lines were"}`;
  const sum = (of: "refused" | "unsent") => feeds.reduce((total, feed) => total + feed[of], 0);
  const unread = feeds.filter(({ isRead }) => !isRead).length;
  return [
    ...(sum("refused") > 0 ? [`${lines(sum("refused"))} refused`] : []),
    ...(sum("unsent") > 0 ? [`${lines(sum("unsent"))} not sent`] : []),
    ...(unread > 0 ? [`${number(unread)} ${unread === 1 ? "feed was" : "feeds were"} not read to the end`] : []),
  ].join(", ");
}

const paint = (style: "red" | "green" | "yellow" | "cyan" | "bold", text: string, colours: boolean) =>
  colours && text !== "" ? styleText(style, text, { validateStream: false }) : text;
