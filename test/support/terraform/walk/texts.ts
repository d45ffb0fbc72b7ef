// Every text of a stack with its way, wherever it stands.

import { type Bag, isBag, type Json } from "./stack.ts";

/** Texts within a value, and the way to each. Comments (`//`) are none. */
export function* textsIn(json: Json | undefined, at: string): Generator<readonly [string, string]> {
  if (typeof json === "string") yield [at, json];
  else if (Array.isArray(json))
    for (const [index, each] of (json as readonly Json[]).entries())
      yield* textsIn(each, json.length > 1 ? `${at}[${index}]` : at);
  else if (isBag(json))
    for (const [name, each] of Object.entries(json as Bag)) if (name !== "//") yield* textsIn(each, `${at}.${name}`);
}
