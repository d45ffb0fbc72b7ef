// Events that a hop makes of one message are told apart by their ids, or a receiver drops all but one.

import type { Problem } from "../../core/errors.ts";
import { type Fabric, type Hop, warning } from "../fabric.ts";

const READ = "from-cloudevents";

interface Options {
  readonly mode?: unknown;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** Steps that make events behind a `split`, where nothing gives each event an id of its own. */
export function sameEventIds(fabric: Fabric): readonly Problem[] {
  return [...fabric.hops.values()].flatMap((hop) => {
    const names = hop.transforms.map(({ name }) => name);
    return hop.transforms.flatMap(({ name, options }, at) => {
      if (name !== "to-cloudevents" || !isSame(fabric, hop, names.slice(0, at), (options ?? {}) as Options)) return [];
      const message = `hop ${hop.name} makes events of what split has divided, all of them with the id of the whole, and whoever takes the same source and id for the same event drops all but one: give its targets a format in place of this step, and each event has an id of its own`;
      return [warning(fabric, ["hops", hop.name, "transforms", at], "EVENT_IDS", message)];
    });
  });
}

function isSame(fabric: Fabric, hop: Hop, before: readonly string[], { mode, extensions = {} }: Options): boolean {
  const split = before.lastIndexOf("split");
  // Parts that are events already have their own.
  const isOwn = before.lastIndexOf(READ) > split || Object.hasOwn(extensions, "id");
  if (split === -1 || isOwn) return false;
  const isRead = hop.from.every((from) => fabric.endpoints.get(from)?.settings.format !== undefined);
  // What was read as an event is told apart at the end of the hop, as long as its id is an attribute.
  return mode !== "binary" || !(isRead || before[0] === READ);
}
