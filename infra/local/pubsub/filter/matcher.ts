// Which messages a subscription gets: a filter as written becomes a test of a message's attributes.

import { invalid } from "../fault.ts";
import { SERVICE_LIMITS } from "../limits.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** True for the attributes of a message that is to be delivered. */
export type Matcher = (attributes: ReadonlyMap<string, string>) => boolean;

/** Where in a filter the reader is. */
interface Place {
  readonly tokens: readonly Token[];
  at: number;
}

/**
 * The grammar of https://cloud.google.com/pubsub/docs/subscription-message-filter#filtering_syntax: an empty filter
 * takes everything. Throws `INVALID_ARGUMENT` for one that is none, or is longer than 256 bytes.
 */
export function matcher(filter: string): Matcher {
  if (filter.trim() === "") return () => true;
  const bytes = Buffer.byteLength(filter);
  if (bytes > SERVICE_LIMITS.filterBytes)
    throw invalid(`The filter is too long: it has ${bytes} bytes, and the maximum is ${SERVICE_LIMITS.filterBytes}.`);
  const place: Place = { tokens: tokensOf(filter), at: 0 };
  const whole = joined(place);
  if (peek(place).kind !== "end") throw unexpected(place, "AND, OR or the end");
  return whole;
}

/** Terms with one operator between all of them: the service wants parentheses where AND and OR meet. */
function joined(place: Place): Matcher {
  const terms = [negated(place)];
  const word = peek(place);
  const operator = word.kind === "name" && (word.value === "AND" || word.value === "OR") ? word.value : undefined;
  while (operator !== undefined && accept(place, operator)) terms.push(negated(place));
  const isOther = operator !== undefined && ["AND", "OR"].includes(peek(place).value) && peek(place).kind === "name";
  if (isOther) throw unexpected(place, "parentheses where AND and OR are combined");
  if (operator === "OR") return (attributes) => terms.some((term) => term(attributes));
  return (attributes) => terms.every((term) => term(attributes));
}

function negated(place: Place): Matcher {
  if (accept(place, "NOT") || accept(place, "-")) {
    const term = negated(place);
    return (attributes) => !term(attributes);
  }
  if (accept(place, "(")) {
    const inner = joined(place);
    expect(place, ")");
    return inner;
  }
  if (accept(place, "hasPrefix")) return prefixed(place);
  return compared(place);
}

function prefixed(place: Place): Matcher {
  expect(place, "(");
  expect(place, "attributes");
  expect(place, ".");
  const key = keyOf(place);
  expect(place, ",");
  const prefix = textOf(place);
  expect(place, ")");
  return (attributes) => attributes.get(key)?.startsWith(prefix) ?? false;
}

function compared(place: Place): Matcher {
  expect(place, "attributes");
  if (accept(place, ":")) {
    const key = keyOf(place);
    return (attributes) => attributes.has(key);
  }
  expect(place, ".");
  const key = keyOf(place);
  const isNegated = accept(place, "!=");
  if (!isNegated) expect(place, "=");
  const value = textOf(place);
  return (attributes) => (attributes.get(key) === value) !== isNegated;
}

function keyOf(place: Place): string {
  const { kind, value } = peek(place);
  if (kind !== "name" && kind !== "text") throw unexpected(place, "the key of an attribute");
  place.at++;
  return value;
}

function textOf(place: Place): string {
  const { kind, value } = peek(place);
  if (kind !== "text") throw unexpected(place, "a value in double quotes");
  place.at++;
  return value;
}

const peek = ({ tokens, at }: Place): Token => tokens[at] ?? { kind: "end", value: "" };

/** Passes a word over where it is the next one. */
function accept(place: Place, value: string): boolean {
  const { kind, value: next } = peek(place);
  const isNext = next === value && (kind === "name" || kind === "sign");
  if (isNext) place.at++;
  return isNext;
}

function expect(place: Place, value: string): void {
  if (!accept(place, value)) throw unexpected(place, value);
}

const unexpected = ({ at }: Place, wanted: string) => invalid(`Invalid filter: word ${at + 1} should be ${wanted}.`);
