// What a hop says of joining messages: that it can be done, and that something comes of it.

import { z } from "zod";
import { ConfigError, type Problem } from "../../core/errors.ts";
import { joins as allJoins, type Fabric, fault, type Hop, type Join, note, type Path, warning } from "../fabric.ts";
import { queuePolicy } from "../policies.ts";
import type { SchemaTable } from "./schemas.ts";
import type { TransformTable } from "./transforms.ts";

const placeOf = (hop: Hop, ...more: Path): Path => ["hops", hop.name, "batch", ...more];

/** Compiles each expression as a cold start would, by what `set-key` takes. */
export async function unusableJoins(fabric: Fabric, table: TransformTable): Promise<readonly Problem[]> {
  const told = [...fabric.hops.values()].flatMap((hop) =>
    hop.batch?.by === undefined ? [] : [{ hop, by: hop.batch.by }],
  );
  const setKey = told.length === 0 ? undefined : await table["set-key"]?.();
  if (setKey === undefined) return [];
  return told.flatMap(({ hop, by }) => {
    try {
      setKey.create(by, secretless);
      return [];
    } catch (thrown) {
      if (!(thrown instanceof ConfigError)) throw thrown;
      return thrown.problems.map(({ code, message }) =>
        fault(fabric, placeOf(hop, "by"), code, `batch of hop ${hop.name}: ${message}`),
      );
    }
  });
}

/** An expression knows no secrets. */
const secretless = {
  secret: (name: string): never => {
    throw new ConfigError([{ severity: "error", code: "SECRET", message: `secret ${name} can't be used here` }]);
  },
};

/** Joins that have nothing to join, or nothing that would take what they make. */
export function joins(fabric: Fabric): readonly Problem[] {
  return [...allJoins(fabric)].flatMap((join) =>
    join.hop.batch === undefined
      ? []
      : [...alone(fabric, join), ...few(fabric, join), ...eventsIn(fabric, join), ...eventsOut(fabric, join)],
  );
}

/** Steps that may make several messages of one. */
const DIVIDING: ReadonlySet<string> = new Set(["split", "unwrap", "from-cloudevents"]);

/** A push brings one message, and is answered before the next may come. */
function alone(fabric: Fabric, { hop, source: { endpoint, settings }, sourcePath }: Join): readonly Problem[] {
  const isDivided = settings.format !== undefined || hop.transforms.some(({ name }) => DIVIDING.has(name));
  if (endpoint.broker === "sqs" || isDivided) return [];
  const message = `nothing is joined from ${endpoint.name}: a topic pushes one message at a time; lead it into a queue first, and batch in a hop from there`;
  return [warning(fabric, sourcePath, "JOIN_ALONE", message)];
}

/** More can come together only where a step divides what came. */
function few(fabric: Fabric, { hop, source: { endpoint } }: Join): readonly Problem[] {
  if (endpoint.broker !== "sqs" || hop.transforms.some(({ name }) => DIVIDING.has(name))) return [];
  const { maxMessages } = queuePolicy(hop, endpoint).batch;
  if ((hop.batch?.maxMessages ?? 0) <= maxMessages) return [];
  const message = `hop ${hop.name} joins at most ${maxMessages} messages of ${endpoint.name}: no more come at a time`;
  return [note(fabric, placeOf(hop, "maxMessages"), "JOIN_FEW", message)];
}

/** Each event has an id of its own, among its attributes. */
function eventsIn(fabric: Fabric, { hop, source, target }: Join): readonly Problem[] {
  const isPassed = hop.transforms.every(({ name }) => !/^(?:from|to)-cloudevents$/.test(name));
  if (source.settings.format === undefined || target.settings.format !== undefined || !isPassed) return [];
  if (hop.batch?.attributes === "inside") return [];
  const message = `events of ${source.endpoint.name} differ in their ce-id, so that ${hop.batch?.attributes === "drop" ? "joined ones lose" : "none are joined to keep"} it: give ${target.endpoint.name} the format cloudevents, write attributes: inside, or take the data alone by from-cloudevents: { context: drop }`;
  return [warning(fabric, placeOf(hop), "JOIN_EVENTS", message)];
}

/** https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md#4-json-batch-format */
function eventsOut(fabric: Fabric, { hop, target: { endpoint, settings } }: Join): readonly Problem[] {
  const { format } = settings;
  if (format === undefined || hop.batch === undefined) return [];
  const { as = "json-array", attributes } = hop.batch;
  if (format.mode === "structured" && as === "json-array" && attributes !== "inside") return [];
  const message = `events can't be joined so for ${endpoint.name}: a batch of CloudEvents is a list of structured ones; give it the format cloudevents, and let hop ${hop.name} join as: json-array, without attributes: inside`;
  return [fault(fabric, placeOf(hop), "JOIN_EVENTS", message)];
}

/** A target's schema is about the bodies that it takes: lists, where messages are joined. */
export async function misjoinedSchemas(fabric: Fabric, table: SchemaTable): Promise<readonly Problem[]> {
  const found = [...allJoins(fabric)].map(
    async ({ hop, target: { endpoint, settings } }): Promise<readonly Problem[]> => {
      const { schema, format } = settings;
      if (hop.batch === undefined || schema === undefined || format !== undefined) return [];
      const isLines = hop.batch.as === "ndjson";
      if (!isLines && (await kindOf(table, schema)) !== "object") return [];
      const message = `no joined message of hop ${hop.name} fits schema ${schema} of ${endpoint.name}: a body is ${isLines ? "lines of JSON" : "a list"} there; leave batch or the schema out${isLines ? "" : ", or name the schema of a list"}`;
      return [fault(fabric, placeOf(hop), "JOIN_SCHEMA", message)];
    },
  );
  return (await Promise.all(found)).flat();
}

/** What a schema that can't be had is about is another rule's matter. */
async function kindOf(table: SchemaTable, name: string): Promise<unknown> {
  try {
    const schema = Object.hasOwn(table, name) ? await table[name]?.() : undefined;
    return schema === undefined ? undefined : z.toJSONSchema(schema, { unrepresentable: "any" }).type;
  } catch {
    return undefined;
  }
}
