// Holds bodies against a schema of shared/schemas, anywhere in a chain.

import type { z } from "zod";
import { closest } from "../core/closest.ts";
import { ConfigError } from "../core/errors.ts";
import { plainJson } from "../core/json-body.ts";
import type { TransformPart } from "../core/ports.ts";
import { schemas } from "../schemas/index.ts";
import { fitting } from "./define-transform.ts";

/** A part that lets pass what fits `input`, and nothing else; absent where the schema can't be had. */
export interface Validating extends TransformPart {
  readonly input?: z.ZodType;
}

const options = {
  description: "Holds bodies against a schema of shared/schemas.",
  examples: ["order-row", { schema: "flight-row" }],
  anyOf: [
    { type: "string", minLength: 1, description: "The schema's name." },
    {
      type: "object",
      required: ["schema"],
      additionalProperties: false,
      properties: { schema: { type: "string", minLength: 1, description: "The schema's name." } },
    },
  ],
};

/**
 * Loads the one schema that the options name. What fits passes as the very message, whatever the schema would make of it;
 * what does not is a `TransformError` SCHEMA with the path of the first field, never its value. `create` throws
 * `ConfigError`: UNKNOWN_SCHEMA, or SCHEMA where the module can't be loaded; other schemas are none of its business.
 */
export async function validate(named: unknown, table = schemas): Promise<Validating> {
  const name = nameIn(named);
  const load = Object.hasOwn(table, name) ? table[name] : undefined;
  const schema = await loaded(load);
  if (schema === undefined) return refusing("UNKNOWN_SCHEMA", unknown(name, Object.keys(table)));
  if (schema instanceof Error) return refusing("SCHEMA", unloadable(name, schema));
  return {
    options,
    input: schema,
    create: () => (message) => {
      fitting(schema, plainJson(message), { code: "SCHEMA", what: "the body", schema: `schema ${name}` });
      return [message];
    },
  };
}

/** Whether the options fit is held against their JSON Schema elsewhere. */
function nameIn(named: unknown): string {
  const name: unknown = typeof named === "object" && named !== null && "schema" in named ? named.schema : named;
  return typeof name === "string" ? name : "";
}

async function loaded(load: (() => Promise<z.ZodType>) | undefined): Promise<z.ZodType | Error | undefined> {
  try {
    return await load?.();
  } catch (thrown) {
    return thrown instanceof Error ? thrown : new Error(typeof thrown);
  }
}

function refusing(code: string, message: string): Validating {
  return {
    options,
    create() {
      throw new ConfigError([{ severity: "error", code, message }]);
    },
  };
}

function unknown(name: string, known: readonly string[]): string {
  const meant = closest(name, known);
  return `schema ${name} is not there: ${meant === undefined ? `known are ${known.join(", ")}` : `did you mean ${meant}?`}`;
}

/** A module of the operator's own: its first line of complaint is theirs to read. */
const unloadable = (name: string, { name: kind, message }: Error): string =>
  `schema ${name} can't be loaded: ${kind}: ${message.replace(/\n.*/s, "")}`;
