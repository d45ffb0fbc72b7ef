// What a hop made, in the words of an example: only what the example speaks of, so that the two can be compared.

import type { HopspanError } from "../../../shared/core/errors.ts";
import { exactNumbers } from "../../../shared/core/exact-number.ts";
import { parseJson } from "../../../shared/core/json.ts";
import type { Attribute, Message } from "../../../shared/core/message.ts";
import type { Leaving } from "../../../shared/fabric/example-schema.ts";
import type { Arrival } from "./open-hop.ts";

/** The same value as `wanted` exactly where the arrival is what was wanted; what was not expected at all is shown whole. */
export function asWritten(arrival: Arrival, wanted: Leaving | undefined): Leaving {
  const { to } = arrival;
  const named = to !== undefined && (wanted === undefined || wanted.to !== undefined) ? { to } : {};
  if ("error" in arrival) return { error: failure(arrival.error, wanted?.error), ...named };
  const speaksOf = (key: keyof Leaving) => wanted === undefined || wanted.error !== undefined || key in wanted;
  const { body, attributes, orderingKey, id, sentAt } = arrival.message;
  return {
    ...(speaksOf("body") ? { body: bodyOf(body, wanted?.body) } : {}),
    ...(speaksOf("attributes") ? { attributes: attributesOf(attributes, wanted?.attributes) } : {}),
    ...(speaksOf("key") ? keyOf(orderingKey, wanted?.key) : {}),
    ...(wanted?.id === undefined ? {} : { id }),
    ...(wanted?.time === undefined ? {} : { time: timeOf(sentAt, wanted.time) }),
    ...named,
  };
}

function failure({ code, message }: HopspanError, wanted: Leaving["error"]): NonNullable<Leaving["error"]> {
  if (typeof wanted === "string") return code;
  if (wanted === undefined) return { code, message };
  if (wanted.message === undefined) return { code };
  return { code, message: message.includes(wanted.message) ? wanted.message : message };
}

/** An empty key in an example says that there is none. */
const keyOf = (key: string | undefined, wanted: string | undefined): Pick<Leaving, "key"> =>
  key !== undefined ? { key } : wanted === "" ? { key: "" } : {};

/** As text where text was wanted, else as JSON where it is, with every digit of its numbers. */
function bodyOf(body: Message["body"], wanted: unknown): unknown {
  const shown = Buffer.from(body).toString();
  if (typeof wanted === "string") return shown;
  try {
    return exactNumbers(parseJson(shown).value);
  } catch {
    return shown;
  }
}

function attributesOf(
  attributes: Message["attributes"],
  wanted: Leaving["attributes"],
): NonNullable<Leaving["attributes"]> {
  const entries = [...attributes].filter(([name]) => wanted === undefined || Object.hasOwn(wanted, name));
  return Object.fromEntries(entries.map(([name, attribute]) => [name, attributeOf(attribute, wanted?.[name])]));
}

/** A type is shown where one was wanted, and of what was not expected where it is more than text. */
const attributeOf = ({ type, value }: Attribute, wanted: string | Attribute | undefined): string | Attribute =>
  typeof wanted === "object" || (wanted === undefined && type !== "String") ? { type, value } : value;

/** The same moment can be written in several ways. */
const timeOf = (sentAt: number, wanted: string): string =>
  Date.parse(wanted) === sentAt ? wanted : new Date(sentAt).toISOString();
