// What a function says of a delivery that did not simply succeed, as one line for a person.

import { printable } from "../../shared/core/printable.ts";
import type { Link } from "../../shared/fabric/link.ts";

/** How much is shown, in characters. Ours: enough to know it again where it lies, which says all of it. */
const MOST_OF_AN_ID = 24;
const MOST_OF_A_REASON = 60;

/**
 * Link, outcome, code, the first clause of the reason and the id, and for a dead letter the command that takes it; nothing
 * where the line is no such thing. Never throws: a function may print anything. What is long is cut and ends in `…`.
 */
export function deliveryLine({ name, deadLetters }: Link, line: string): string | undefined {
  const { event, link, outcome, code, reason, id } = textsOf(line);
  const isDelivery = event === "delivery" && link === name && (outcome === "dead" || outcome === "retry");
  if (!isDelivery || code === undefined || reason === undefined) return undefined;
  const [clause = ""] = reason.split(/[,;] /);
  const who = id === undefined ? "" : ` (${short(id, MOST_OF_AN_ID)})`;
  const where = outcome === "dead" ? `: npx hopspan receive ${deadLetters.name}` : "";
  return `${name}: ${outcome}: ${short(code, MOST_OF_AN_ID)}: ${short(clause, MOST_OF_A_REASON)}${who}${where}`;
}

/** The members of a JSON object that are texts. */
function textsOf(line: string): Readonly<Record<string, string | undefined>> {
  try {
    const members = Object.entries(Object(JSON.parse(line)) as object);
    return Object.fromEntries(members.filter((each): each is [string, string] => typeof each[1] === "string"));
  } catch {
    return {};
  }
}

const short = (text: string, most: number): string =>
  printable(text.length <= most ? text : `${text.slice(0, most - 1)}…`);
