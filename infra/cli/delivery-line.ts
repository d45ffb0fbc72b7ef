// What a function says of a delivery that did not simply succeed, as one line for a person.

import { printable } from "../../shared/core/printable.ts";
import type { Link } from "../../shared/fabric/link.ts";

/** How much of an id and of a reason is shown, in characters. Ours: an id that a link has made is shown whole. */
const MOST_OF_AN_ID = 36;
const MOST_OF_A_REASON = 80;

/**
 * Link, outcome, code, reason and id, and for a dead letter the command that takes it; nothing where the line is no such
 * thing. Never throws: a function may print anything. What is long is cut and ends in `…`.
 */
export function deliveryLine({ name, deadLetters }: Link, line: string): string | undefined {
  const { event, link, outcome, code, reason, id } = textsOf(line);
  const isDelivery = event === "delivery" && link === name && (outcome === "dead" || outcome === "retry");
  if (!isDelivery || code === undefined || reason === undefined) return undefined;
  const who = id === undefined ? "" : ` (${short(id, MOST_OF_AN_ID)})`;
  const where = outcome === "dead" ? `: npx hopspan receive ${deadLetters.name}` : "";
  return `${name}: ${outcome}: ${short(code, MOST_OF_AN_ID)}: ${short(reason, MOST_OF_A_REASON)}${who}${where}`;
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
