// A zod schema as JSON Schema: for whoever reads or writes the bodies in another language.

import { z } from "zod";
import type { Misfit } from "./fields.ts";

/** Kinds of zod's that take or give what JSON Schema can't say. */
export const UNSAYABLE: ReadonlySet<string> = new Set([
  ...["transform", "catch", "date", "bigint", "symbol", "undefined", "void", "nan", "map", "set", "file"],
  ...["promise", "function", "success"],
]);

/** Draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * Pure. Of what the schema takes, as bodies are when they come. A misfit is a place where it takes less, or something else,
 * than JSON Schema says: the schema of the others is of use all the same.
 */
export function toJson(
  name: string,
  schema: z.ZodType,
): { readonly schema: JsonSchema; readonly misfits: readonly Misfit[] } {
  const found = new Map<string, Misfit>();
  const { $schema, ...json } = z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    override: ({ zodSchema, path }) => {
      const at = placeOf(path);
      const why = unsaid(zodSchema);
      if (why !== undefined) found.set(at, { at, why });
    },
  }) as JsonSchema;
  return { schema: { $schema, title: name, ...json }, misfits: [...found.values()] };
}

function unsaid(schema: z.core.$ZodTypes): string | undefined {
  const {
    type,
    checks = [],
    coerce,
  } = schema._zod.def as {
    readonly type: string;
    readonly checks?: readonly {
      readonly _zod: { readonly def: { readonly check: string; readonly pattern?: RegExp } };
    }[];
    readonly coerce?: boolean;
  };
  if (type === "pipe" || coerce === true) return "it is converted";
  if (UNSAYABLE.has(type)) return "JSON Schema has no form for it";
  if (type === "custom" || checks.some(({ _zod }) => _zod.def.check === "custom")) return "it has a check of its own";
  return checks.some(({ _zod }) => (_zod.def.pattern?.flags ?? "") !== "") ? "its pattern has flags" : undefined;
}

/** From the way through the JSON Schema to that through a body: `lines[].note`. */
function placeOf(path: readonly (string | number)[]): string {
  const steps = path.flatMap((step, at) => {
    if (path[at - 1] === "properties" && path[at - 2] !== "properties") return [`.${step}`];
    return step === "items" ? ["[]"] : step === "additionalProperties" ? ["[*]"] : [];
  });
  return steps.join("").replace(/^\./, "");
}
