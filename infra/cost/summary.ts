// The cost report in short: a line per hop, the sums, and the advice that saves most.

import { count, digits, ends } from "./figures.ts";
import { divided, type Range } from "./range.ts";
import { adviceLine } from "./render.ts";
import type { CostReport, LinkReport } from "./report.ts";
import { table } from "./table.ts";

/** How much advice is shown; the rest is in the whole report. */
const MOST_ADVICE = 3;

/** Plain lines, of which the table's fit 80 characters where names of hops are short. */
export function summarizeCost(report: CostReport): readonly string[] {
  const hops = [...Map.groupBy(report.links, ({ name }) => hopOf(name))];
  const rows = [
    ["  hop", "$ month", "low to high", "$/million", "floor", "idle"],
    ...hopRows(hops),
    ...(report.once.length === 0 ? [] : [onceRow(report)]),
    ["  everything", digits(report.perMonth.assumed), ends(report.perMonth), "", ...lastOf(report)],
    ["  after free parts", digits(report.afterFree.assumed), ends(report.afterFree), "", "", ""],
  ];
  return [
    `Cost in US dollars a month (a model), ${loadOf(report)}`,
    ...table(rows),
    ...adviceOf(report).map((line) => `  ${line}`),
    ...report.notes,
    ...report.warnings,
  ];
}

/** `retail/export.orders` is a link of hop `export`. */
const hopOf = (link: string): string => link.slice(link.indexOf("/") + 1).replace(/\..*$/, "");

/** So many hops have a line of their own: those that cost most, in the order of the file. Ours. */
const MOST_HOPS = 20;

type HopLinks = readonly [hop: string, links: readonly LinkReport[]];

function hopRows(hops: readonly HopLinks[]): readonly (readonly string[])[] {
  const costOf = ([, links]: HopLinks) => added(links.map(({ perMonth }) => perMonth)).assumed;
  const dearest = new Set(hops.toSorted((left, right) => costOf(right) - costOf(left)).slice(0, MOST_HOPS));
  const shown = hops.length > MOST_HOPS ? hops.filter((each) => dearest.has(each)) : hops;
  const rest = hops.filter((each) => !shown.includes(each));
  return [
    ...shown.map(([hop, links]) => hopRow(hop, links)),
    ...(rest.length === 0
      ? []
      : [
          hopRow(
            `${rest.length} more hops`,
            rest.flatMap(([, links]) => links),
          ).with(3, "-"),
        ]),
  ];
}

function hopRow(hop: string, links: readonly LinkReport[]): readonly string[] {
  const total = added(links.map(({ perMonth }) => perMonth));
  const messages = messagesOf(links);
  return [
    `  ${hop}`,
    digits(total.assumed),
    ends(total),
    messages === 0 ? "-" : digits(divided(total, messages / 1e6).assumed),
    digits(added(links.map(({ floor }) => floor)).assumed),
    digits(added(links.map(({ idle }) => idle)).assumed),
  ];
}

/** A message that a hop sends to several targets has come once. */
function messagesOf(links: readonly LinkReport[]): number {
  const sources = Map.groupBy(
    links.filter(({ takes }) => takes !== undefined),
    ({ takes }) => takes,
  );
  return [...sources.values()].reduce((sum, [first]) => sum + (first?.messagesPerMonth ?? 0), 0);
}

/** What is there once, it costs whatever comes. */
function onceRow({ once }: CostReport): readonly string[] {
  const total = added(once.map(({ perMonth }) => perMonth));
  return ["  alarms, dashboards", digits(total.assumed), ends(total), "-", "-", digits(total.assumed)];
}

const lastOf = ({ floor, idle }: CostReport): readonly string[] => [digits(floor.assumed), digits(idle.assumed)];

function loadOf({ links: [link] }: CostReport): string {
  if (link === undefined) return "without a link";
  const { messagesPerSecond, burstPerSecond = messagesPerSecond, bodyBytes } = link.load;
  const bursts = burstPerSecond > messagesPerSecond ? ` in bursts of ${count(burstPerSecond)}/s` : "";
  return `each link at ${count(messagesPerSecond)}/s of ${bodyBytes.toLocaleString("en-US")} bytes${bursts}`;
}

/** What is cheaper, the largest saving first. */
function adviceOf({ links }: CostReport): readonly string[] {
  return links
    .flatMap(({ name, advice }) => advice.map((each) => ({ name, each })))
    .filter(({ each }) => each.savesPerMonth.assumed > 0)
    .sort((left, right) => right.each.savesPerMonth.assumed - left.each.savesPerMonth.assumed)
    .slice(0, MOST_ADVICE)
    .map(({ name, each }) => `${hopOf(name)}: ${adviceLine(each)}`);
}

const added = (ranges: readonly Range[]): Range => ({
  low: ranges.reduce((sum, { low }) => sum + low, 0),
  assumed: ranges.reduce((sum, { assumed }) => sum + assumed, 0),
  high: ranges.reduce((sum, { high }) => sum + high, 0),
});
