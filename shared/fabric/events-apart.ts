// Several messages of one event are several events: each has an id of its own.

import type { Message } from "../core/message.ts";
import type { Transform } from "../core/ports.ts";

const ID = "ce-id";
const SOURCE = "ce-source";

/**
 * The steps of a hop behind the reading of events. Where they make several messages of one, those that are still that event are
 * told apart, `ID.0`, `ID.1` and so on: whoever takes the same source and id for the same event would drop all but one.
 */
export const eventsApart =
  (steps: Transform): Transform =>
  (event) => {
    const children = steps(event);
    if (children.length < 2) return children;
    return children.map((child, at) => (isSame(child, event) ? numbered(child, at) : child));
  };

const isSame = (child: Message, event: Message): boolean =>
  event.attributes.has(ID) &&
  [ID, SOURCE].every((name) => child.attributes.get(name)?.value === event.attributes.get(name)?.value);

function numbered(child: Message, at: number): Message {
  const attributes = [...child.attributes].map(
    ([name, attribute]) =>
      [name, name === ID ? { ...attribute, value: `${attribute.value}.${at}` } : attribute] as const,
  );
  return { ...child, attributes: new Map(attributes) };
}
