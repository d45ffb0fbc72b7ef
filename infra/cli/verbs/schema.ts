// `hopspan schema`: a schema of shared/schemas in the form that another system reads.

import type { z } from "zod";
import { closest } from "../../../shared/core/closest.ts";
import type { Misfit } from "../../../shared/schemas/fields.ts";
import { schemas } from "../../../shared/schemas/index.ts";
import { toAvro } from "../../../shared/schemas/to-avro.ts";
import { toBigquery } from "../../../shared/schemas/to-bigquery.ts";
import { toJson } from "../../../shared/schemas/to-json.ts";
import { CommandError, EXIT, textOption, type Verb } from "../verb.ts";

interface Written {
  readonly value: unknown;
  readonly misfits: readonly Misfit[];
}

const FORMS: Readonly<Record<string, (name: string, schema: z.ZodType) => Written>> = {
  json(name, schema) {
    const { schema: value, misfits } = toJson(name, schema);
    return { value, misfits };
  },
  avro(name, schema) {
    const { record: value, misfits } = toAvro(name, schema);
    return { value, misfits };
  },
  bigquery(_, schema) {
    const { columns: value, misfits } = toBigquery(schema);
    return { value, misfits };
  },
};

/**
 * Ends with 0 where the form says all of the schema. Of a misfit it warns, and ends with 0 for JSON Schema, which then takes
 * more than the schema does; Avro and BigQuery would take something else, so nothing is printed and it ends with 1.
 */
export const schema: Verb = {
  usage: "NAME",
  about: "Prints a schema of shared/schemas as JSON Schema, as Avro or as the columns of a BigQuery table",
  options: { as: { type: "string", value: "FORM", about: "json (the default), avro or bigquery" } },
  examples: ["hopspan schema order-row", "hopspan schema order-row --as avro > order-row.avsc"],
  async run(given, { out, err }) {
    const [name, ...more] = given.words;
    if (name === undefined || more.length > 0)
      throw new CommandError("schema takes the name of one schema: npx hopspan schema NAME");
    const form = textOption(given, "as") ?? "json";
    const write = Object.hasOwn(FORMS, form) ? FORMS[form] : undefined;
    if (write === undefined) throw new CommandError(`--as must be ${Object.keys(FORMS).join(", ")}, not "${form}"`);
    const { value, misfits } = write(name, await loaded(name));
    const severity = form === "json" ? "warning: " : "";
    for (const { at, why } of misfits) err(`${severity}${name}: ${at === "" ? "the body" : at}: ${why}`);
    if (misfits.length > 0 && form !== "json") return EXIT.failed;
    out(JSON.stringify(value, null, 2));
    return EXIT.ok;
  },
};

async function loaded(name: string): Promise<z.ZodType> {
  const load = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
  if (load !== undefined) return load();
  const meant = closest(name, Object.keys(schemas));
  const hint = meant === undefined ? `known are ${Object.keys(schemas).join(", ")}` : `did you mean ${meant}?`;
  throw new CommandError(`schema ${name} is not there: ${hint}`);
}
