// What became of a message as a whole, over all links of a hop.

import type { HopspanError } from "../../../shared/core/errors.ts";
import { printable } from "../../../shared/core/printable.ts";
import type { Arrival } from "./open-hop.ts";

/** `dead` where any part of it is given up, also where others have arrived. */
export interface Fate {
  readonly outcome: "relayed" | "dropped" | "dead";
  /** How many messages have reached which target. */
  readonly arrived: Readonly<Record<string, number>>;
  readonly errors: readonly Pick<HopspanError, "code" | "message">[];
}

/** Pure. */
export function fateOf(arrivals: readonly Arrival[]): Fate {
  const errors = arrivals.flatMap((each) =>
    "error" in each ? [{ code: each.error.code, message: each.error.message }] : [],
  );
  const targets = arrivals.flatMap((each) => ("message" in each && each.to !== undefined ? [each.to] : []));
  const arrived = Object.fromEntries(
    [...new Set(targets)].map((to) => [to, targets.filter((each) => each === to).length]),
  );
  const outcome = errors.length > 0 ? "dead" : targets.length > 0 ? "relayed" : "dropped";
  return { outcome, arrived, errors };
}

/** One line for people. */
export function fateLine({ outcome, arrived, errors }: Fate): string {
  const targets = Object.entries(arrived).map(([to, count]) => `${count} to ${to}`);
  switch (outcome) {
    case "dropped":
      return "dropped: nothing leaves the hop";
    case "relayed":
      return `relayed: ${targets.join(", ")}`;
    case "dead": {
      const why = [...new Set(errors.map(({ code, message }) => `${code}: ${printable(message)}`))].join("; ");
      return `dead: ${why}${targets.length === 0 ? "" : `; relayed: ${targets.join(", ")}`}`;
    }
  }
}
