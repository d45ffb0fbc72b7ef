// The types that the stub has to know: those of every stack so far, since a state outlives the stack that made it.

import type { Kind } from "../schema/bindings.ts";
import { schemaOf } from "../schema/schemas.ts";
import { entriesOf, type Stack } from "../walk/stack.ts";

/** Types that the bindings don't have are left out, so that terraform refuses them. */
export function seenTypes() {
  const seen: Readonly<Record<Kind, Set<string>>> = { resource: new Set(), data: new Set() };
  return {
    see(stack: Stack): void {
      for (const { kind, type } of entriesOf(stack).values())
        if (schemaOf(kind, type) !== undefined) seen[kind].add(type);
    },
    all: () => seen,
  };
}
