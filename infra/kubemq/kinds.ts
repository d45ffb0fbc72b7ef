// The kinds that sources and targets of KubeMQ Bridges have, and what each is without its side.

import { closest } from "../../shared/core/closest.ts";

/** What a channel is: channels of one name and two families have nothing in common. */
export type Family = "queue" | "events" | "events-store" | "command" | "query";

/** `source` or `target`: which end of a binding. */
export type End = "source" | "target";

const FAMILIES: readonly Family[] = ["queue", "events", "events-store", "command", "query"];

/** True for what is asked and answered, rather than sent. */
export const isAsked = (family: Family): boolean => family === "command" || family === "query";

/** True for what goes to each listener, rather than to one. */
export const isHeard = (family: Family): boolean => family === "events" || family === "events-store";

/**
 * The family that a kind names, or the words for one that is none. `kubemq.X` is said of either end, and queues have been
 * streams: https://github.com/kubemq-io/kubemq-bridges, sources/source.go and targets/target.go.
 */
export function familyOf(kind: string, end: End): { readonly family: Family } | { readonly refusal: string } {
  const [, side, name = ""] = /^([a-z]+)\.(.*)$/.exec(kind) ?? [];
  const called = name.replace(/^queue[-_]stream$/, "queue").replaceAll("_", "-");
  const family = FAMILIES.find((each) => each === called);
  if (family !== undefined && (side === end || side === "kubemq")) return { family };
  const known = FAMILIES.map((each) => `${end}.${each}`);
  const near = closest(kind, known);
  const hint = near === undefined ? `one of ${known.join(", ")}` : `did you mean ${near}?`;
  return { refusal: `kind ${kind === "" ? "is missing" : `"${kind}" is none that a ${end} has`}: ${hint}` };
}
