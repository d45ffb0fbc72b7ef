// A message as an example writes it, as the message that enters the hop.

import { type Attribute, type Message, text } from "../../../shared/core/message.ts";
import type { Entering } from "../../../shared/fabric/example-schema.ts";

/** The `number`th of its example, from 1. A body that is text is taken as it is, anything else as JSON; an empty key is none; the time is 1970 where none is given. */
export function asMessage({ body, attributes, key, time, id }: Entering, number: number): Message {
  const bytes = typeof body === "string" ? body : body === undefined ? "" : JSON.stringify(body);
  return {
    id: id ?? `example:${number}`,
    body: Buffer.from(bytes),
    attributes: new Map(Object.entries(attributes ?? {}).map(([name, value]) => [name, asAttribute(value)])),
    ...(key === undefined || key === "" ? {} : { orderingKey: key }),
    trail: [],
    sentAt: time === undefined ? 0 : Date.parse(time),
  };
}

const asAttribute = (value: string | Attribute): Attribute => (typeof value === "string" ? text(value) : value);
