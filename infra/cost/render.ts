// The cost report as lines for a terminal.

import { count, digits, ends, quantity } from "./figures.ts";
import type { Range } from "./range.ts";
import type { CostReport, LinkReport } from "./report.ts";
import { table } from "./table.ts";

/** Plain lines without colours. Every figure that is not known stands as assumed, with both ends beside it. */
export function renderCost(report: CostReport): readonly string[] {
  return [
    `cost, in US dollars: ${report.model}.`,
    "",
    ...report.links.flatMap((link) => [...linkLines(link), ""]),
    ...sumLines(report),
    ...report.notes,
    "",
    ...priceLines(report),
  ];
}

function linkLines(link: LinkReport): readonly string[] {
  const millions = link.messagesPerMonth / 1e6;
  const row = (label: string, { assumed, ...range }: Range, amount: string): readonly string[] => [
    `  ${label}`,
    amount,
    digits(assumed),
    ends({ assumed, ...range }),
    millions === 0 ? "-" : digits(assumed / millions),
  ];
  const rows = [
    ["  item", "used a month", "$ month", "low to high", "$/million"],
    ...visible(link).map((line) => row(line.label, line.perMonth, quantity(line.amount.assumed, line.unit))),
    row("sum", link.perMonth, ""),
    row("after free parts", link.afterFree, ""),
    row("floor: no design is less", link.floor, ""),
    row("idle: no message at all", link.idle, "").with(4, "-"),
  ];
  return [
    `${link.name}: ${link.crossing}, ${carried(link)}`,
    ...table(rows),
    ...link.unknown.map(
      ({ about, why, perMonth }) => `  not known: ${about}, by that alone $${ends(perMonth)} a month: ${why}`,
    ),
    ...link.advice.map((advice) => `  ${adviceLine(advice)}`),
    ...link.notes.map((note) => `  note: ${note}`),
  ];
}

function carried({ load, messagesPerMonth }: LinkReport): string {
  const { messagesPerSecond, burstPerSecond = messagesPerSecond, bodyBytes } = load;
  const bursts = burstPerSecond > messagesPerSecond ? ` in bursts of ${count(burstPerSecond)}/s` : "";
  const bytes = `${bodyBytes.toLocaleString("en-US")} bytes`;
  return `${count(messagesPerSecond)}/s of ${bytes}${bursts}, ${count(messagesPerMonth)} messages a month`;
}

/** Less than this of the sum is no line of its own; ours. */
const LEAST_SHARE = 0.00001;

const visible = ({ lines, perMonth }: LinkReport) =>
  lines.filter((line) => line.perMonth.high >= perMonth.high * LEAST_SHARE);

/** One setting with what it saves or costs, and what it means for whoever waits. */
export function adviceLine({ setting, says, savesPerMonth: saves }: LinkReport["advice"][number]): string {
  const costs = saves.assumed < 0;
  const by: Range = costs ? { low: -saves.high, assumed: -saves.assumed, high: -saves.low } : saves;
  return `${costs ? "faster" : "cheaper"}: ${setting} ${costs ? "costs" : "saves"} $${digits(by.assumed)} a month (${ends(by)}): ${says}`;
}

function sumLines(report: CostReport): readonly string[] {
  const row = (label: string, range: Range): readonly string[] => [label, digits(range.assumed), ends(range)];
  return table([
    ["the whole fabric", "$ month", "low to high"],
    ...report.once.map((line) => row(line.label, line.perMonth)),
    row("everything", report.perMonth),
    row("after free parts, if nothing else uses them", report.afterFree),
    row("floor of all links", report.floor),
    row("idle: no message at all", report.idle),
  ]);
}

const MARKS = {
  V: "vendor's page, or a copy",
  "V*": "copy of a vendor's price list",
  S: "secondary",
  U: "no source",
} as const;

/** Everything that the warning of old figures counts. */
function priceLines({ prices, allowances, warnings }: CostReport): readonly string[] {
  const marks = Object.entries(MARKS).flatMap(([mark, words]) => {
    const these = [...prices, ...allowances].filter((figure) => figure.mark === mark);
    if (these.length === 0) return [];
    return [`  ${mark} (${words}): ${these.map(({ name, date }) => `${name} ${date}`).join(", ")}`];
  });
  return ["prices and free parts used, with their dates", ...marks, ...warnings];
}
