// What an endpoint says of its bodies: the schema is there, and a topic's can say it to Pub/Sub and to the table that they land in.

import type { z } from "zod";
import { closest } from "../../core/closest.ts";
import type { Problem } from "../../core/errors.ts";
import { toAvro } from "../../schemas/to-avro.ts";
import { type Fabric, type FabricEndpoint, fault, note, type Path } from "../fabric.ts";
import { landedRows, type Rows } from "./landings.ts";

/** Names and lazy loaders, as in shared/schemas. */
export type SchemaTable = Readonly<Record<string, () => Promise<z.ZodType>>>;

/** Loads each schema that the fabric names, and holds it and the table that is made of it against each other. */
export async function unusableSchemas(fabric: Fabric, table: SchemaTable): Promise<readonly Problem[]> {
  const found = [...fabric.endpoints].map(([name, endpoint]) => problemsOf(fabric, name, endpoint, table));
  return (await Promise.all(found)).flat();
}

async function problemsOf(
  fabric: Fabric,
  name: string,
  { endpoint, existing, settings }: FabricEndpoint,
  table: SchemaTable,
): Promise<readonly Problem[]> {
  const { schema: asked, landing } = settings;
  const path = ["endpoints", name, "schema"];
  const loader = asked !== undefined && Object.hasOwn(table, asked) ? table[asked] : undefined;
  if (asked !== undefined && loader === undefined) return [unknown(fabric, asked, path, Object.keys(table))];
  const schema = await loaded(loader);
  if (schema instanceof Error) return [fault(fabric, path, "SCHEMA", unloadable(asked ?? "", schema))];
  const rows: Rows | undefined = landing?.bigquery && { at: name, landing: landing.bigquery };
  return [
    ...(asked === undefined || schema === undefined || existing || endpoint.broker !== "pubsub"
      ? []
      : unchecked(fabric, asked, schema, path)),
    ...(rows === undefined ? [] : landedRows(fabric, rows, schema)),
  ];
}

async function loaded(loader: SchemaTable[string] | undefined): Promise<z.ZodType | Error | undefined> {
  try {
    return await loader?.();
  } catch (thrown) {
    return thrown instanceof Error ? thrown : new Error(typeof thrown);
  }
}

/** A module of the operator's own: its first line of complaint is theirs to read. */
const unloadable = (name: string, { name: kind, message }: Error): string =>
  `schema ${name} can't be loaded: ${kind}: ${message.replace(/\n.*/s, "")}`;

function unknown(fabric: Fabric, name: string, path: Path, known: readonly string[]): Problem {
  const meant = closest(name, known);
  const hint = meant === undefined ? `known are ${known.join(", ")}` : `did you mean ${meant}?`;
  return fault(fabric, path, "UNKNOWN_SCHEMA", `schema ${name} is not there: ${hint}`);
}

/** Nothing is lost by it: what writes the bodies checks them, and so does the table that they land in. */
function unchecked(fabric: Fabric, name: string, schema: z.ZodType, path: Path): readonly Problem[] {
  const [first] = toAvro(name, schema).misfits;
  if (first === undefined) return [];
  const message = `Pub/Sub itself does not hold bodies against schema ${name}: ${first.at}: ${first.why}`;
  return [note(fabric, path, "TOPIC_SCHEMA", message)];
}
