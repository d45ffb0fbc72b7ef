// What has landed, at the end of a run: a line per table and bucket, where it lies, and how to look at it.

import type { Landed } from "../local/landing/landings.ts";

/** What a run says of its landings. */
export interface LandedReport {
  readonly landed: readonly Landed[];
  readonly folder: string;
  /** False where the folder goes with the run. */
  readonly isKept: boolean;
  /** True where the run is over. */
  readonly isLast: boolean;
}

/** For programs: flat, with the names that the fabric file has. */
export const landedFields = ({ endpoint, amount: { kind, ...amount } }: Landed) => ({ endpoint, ...amount });

/** For people. */
export function landedLines({ landed, folder, isKept, isLast }: LandedReport): readonly string[] {
  const named = landed.map((each) => [placeOf(each), amountOf(each)] as const);
  const width = Math.max(0, ...named.map(([place]) => place.length));
  const tables = landed.flatMap(({ amount }) => (amount.kind === "table" ? [amount.table] : []));
  const query = `npx hopspan query "select * from ${tables[0] ?? ""} limit 10"`;
  return [
    "landed:",
    ...named.map(([place, amount]) => `  ${place.padEnd(width)}  ${amount}`),
    ...(isLast && !isKept ? ["  it goes with this run; --landed DIR keeps it"] : [`  it lies in ${folder}`]),
    ...(tables.length === 0 || (isLast && !isKept) ? [] : [`  ${query}${isLast ? ` --landed ${folder}` : ""}`]),
  ];
}

const placeOf = ({ amount }: Landed): string => (amount.kind === "table" ? amount.table : amount.place);

function amountOf({ amount }: Landed): string {
  if (amount.kind === "table") return counted(amount.rows, "row");
  return `${counted(amount.messages, "message")} in ${counted(amount.objects, "object")}`;
}

const counted = (count: number, what: string): string =>
  `${count.toLocaleString("en-US")} ${what}${count === 1 ? "" : "s"}`;
