// Whether a schema answers at once, as every step must: found by asking it, with values made for it.

import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import type { Node } from "../../core/shape.ts";
import { sampleOf } from "./sample.ts";

/** `late`: it would answer later. `threw`: it threw what is named, of a value of the right kind. */
export type Answering = { readonly kind: "at once" | "late" } | { readonly kind: "threw"; readonly what: string };

/**
 * Asks the schema and each schema inside of it. Runs code of the operator's, as a message would; what it would do later is neither
 * waited for nor told of.
 */
export async function answering(schema: z.ZodType): Promise<Answering> {
  for (const { inner, json } of partsOf(schema)) {
    const kind = await asked(inner, sampleOf(json));
    if (kind === "late") return { kind };
    // A part alone may throw of what nobody hands to it.
    if (kind !== "at once" && inner === schema) return { kind: "threw", what: kind.what };
  }
  return { kind: "at once" };
}

interface Part {
  readonly inner: z.core.$ZodType;
  readonly json: Node;
}

function partsOf(schema: z.ZodType): readonly Part[] {
  const parts: Part[] = [];
  try {
    z.toJSONSchema(schema, {
      io: "input",
      metadata: z.registry<z.core.GlobalMeta>(),
      unrepresentable: "any",
      override: ({ zodSchema, jsonSchema }) => {
        parts.push({ inner: zodSchema, json: jsonSchema as Node });
      },
    });
  } catch {
    // None of zod's own kinds: nothing is known that could be asked.
  }
  return parts.some(({ inner }) => inner === schema) ? parts : [...parts, { inner: schema, json: true }];
}

async function asked(schema: z.core.$ZodType, value: unknown): Promise<"at once" | "late" | { readonly what: string }> {
  try {
    // Zod asks some of what answers at once as if it would not; only that has its answer before anything else can happen.
    const first = schema._zod.run({ value, issues: [] }, { async: true });
    if (!(first instanceof Promise)) return "at once";
    const outcome = await Promise.race([first.then(() => "settled" as const), setImmediate("late" as const)]);
    if (outcome === "late") return "late";
    z.core.safeParse(schema, value);
    return "at once";
  } catch (thrown) {
    // To ask again what has failed later would leave that failure to nobody.
    if (thrown instanceof z.core.$ZodAsyncError) return "late";
    return { what: thrown instanceof Error ? thrown.constructor.name : typeof thrown };
  }
}
