// The steps that an endpoint's format asks of a hop at either end, and what they leave in plain sight.

import type { Fabric, Hop } from "./fabric.ts";
import type { Format } from "./format-schema.ts";
import type { Endpoint, TransformStep } from "./link.ts";

/** What a message says of itself before anybody else does. */
const TYPE = { cel: 'has(attributes.type) && attributes.type != "" ? attributes.type : "hopspan.message"' };

/** What nobody takes for an event without: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md#required-attributes */
export const NEEDED = ["ce-specversion", "ce-id", "ce-source", "ce-type", "content-type"] as const;

const formatAt = (fabric: Fabric, { name }: Endpoint): Format | undefined =>
  fabric.endpoints.get(name)?.settings.format;

/** What comes from `source` is read as events, whichever mode they are in; their context stays, as attributes. */
export const decoding = (fabric: Fabric, source: Endpoint): readonly TransformStep[] =>
  formatAt(fabric, source) === undefined ? [] : [{ name: "from-cloudevents" }];

/** What goes to `target` is an event in the mode that it asks for: the event that it was, or a new one. */
export function encoding(fabric: Fabric, hop: Hop, target: Endpoint): readonly TransformStep[] {
  const format = formatAt(fabric, target);
  return format === undefined ? [] : [{ name: "to-cloudevents", options: eventOptions(fabric.name, hop.name, format) }];
}

/** The options of to-cloudevents that make what a format says. */
export const eventOptions = (fabric: string, hop: string, format: Format) => ({
  source: `//hopspan/${fabric}/${hop}`,
  type: TYPE,
  ...format,
  existing: "keep",
});

/** Attributes of a binary event that a queue shows before, and after, those that the hop names; none for another form. */
export function shownOfEvents(fabric: Fabric, targets: readonly Endpoint[]) {
  const binary = targets.flatMap((target) => formatAt(fabric, target) ?? []).filter(({ mode }) => mode === "binary");
  if (binary.length === 0) return { first: [], last: [] };
  const extensions = binary.flatMap((format) => Object.keys(format.extensions ?? {}).map((name) => `ce-${name}`));
  return { first: NEEDED, last: ["ce-time", "ce-subject", "ce-dataschema", ...extensions] };
}
