// The fabric file as JSON Schema: completion and hover texts for editors, made from the schema that reads the file.

import { z } from "zod";
import type { TransformPart } from "../core/ports.ts";
import { transforms } from "../transforms/index.ts";
import { stepSchema } from "./hop-schema.ts";
import type { TransformTable } from "./rules/transforms.ts";
import { fabricSchema } from "./schema.ts";

/** JSON as a schema holds it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Draft 2020-12. The steps of a hop are those of the table, each with its own options. Always the same text. */
export async function fabricJsonSchema(table: TransformTable = transforms): Promise<JsonSchema> {
  const parts = await Promise.all(
    Object.entries(table).map(async ([name, load]): Promise<[string, TransformPart]> => [name, await load()]),
  );
  const step = steps(parts);
  const { $schema, ...schema } = z.toJSONSchema(fabricSchema, {
    io: "input",
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema !== stepSchema) return;
      delete jsonSchema.anyOf;
      Object.assign(jsonSchema, step);
    },
  });
  return { $schema, title: "Hopspan fabric", ...schema };
}

/** A step's name alone where its options may be left out, else a table of one entry. */
function steps(parts: readonly (readonly [string, TransformPart])[]): JsonSchema {
  const plain = parts.filter(([, { options }]) => z.fromJSONSchema({ ...options }).safeParse({}).success);
  const withOptions = {
    type: "object",
    minProperties: 1,
    maxProperties: 1,
    additionalProperties: false,
    properties: Object.fromEntries(parts.map(([name, { options }]) => [name, options])),
  };
  const byName = plain.map(([name, { options }]) => {
    const description = options["description"];
    return { const: name, ...(description === undefined ? {} : { description }) };
  });
  return { anyOf: [...byName, withOptions] };
}
