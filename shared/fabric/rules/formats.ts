// What an endpoint's format asks for, and what its feed, its schema, its queue or the steps before it can't grant.

import { SQS_LIMITS } from "../../brokers/sqs/endpoint.ts";
import { ConfigError, type Problem } from "../../core/errors.ts";
import { type Fabric, type FabricEndpoint, fault, type Join, joins, type Path, warning } from "../fabric.ts";
import { eventOptions, NEEDED } from "../format-steps.ts";
import type { TransformTable } from "./transforms.ts";

/** Beside the header. */
const SLOTS = SQS_LIMITS.attributes - 1;

const placeOf = (name: string): Path => ["endpoints", name, "format"];

/** Makes the step of each format as a cold start would: its expressions parse. */
export async function unusableFormats(fabric: Fabric, table: TransformTable): Promise<readonly Problem[]> {
  const told = [...fabric.endpoints].flatMap(
    ([
      name,
      {
        settings: { format },
      },
    ]) => (format ? [{ name, format }] : []),
  );
  const part = told.length === 0 ? undefined : await table["to-cloudevents"]?.();
  if (part === undefined) return [];
  return told.flatMap(({ name, format }) => {
    try {
      part.create(eventOptions(fabric.name, name, format), secretless);
      return [];
    } catch (thrown) {
      if (!(thrown instanceof ConfigError)) throw thrown;
      return thrown.problems.map(({ code, message }) =>
        fault(fabric, placeOf(name), code, `format of ${name}: ${message}`),
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

/** Formats that their endpoint could not keep to. */
export function formats(fabric: Fabric): readonly Problem[] {
  const all = [...joins(fabric)];
  return [
    ...[...fabric.endpoints].flatMap(([name, endpoint]) => againstSchema(fabric, name, endpoint)),
    ...all.flatMap((join) => againstFeed(fabric, join)),
    ...all.flatMap((join) => [...crowded(fabric, join), ...otherMode(fabric, join)]),
  ];
}

/** Pub/Sub and BigQuery would hold the whole event against what is the schema of its data. */
function againstSchema(fabric: Fabric, name: string, { existing, settings }: FabricEndpoint): readonly Problem[] {
  const { format, schema, landing } = settings;
  const isHeld = fabric.endpoints.get(name)?.endpoint.broker === "pubsub" && (!existing || landing?.bigquery);
  if (format?.mode !== "structured" || schema === undefined || !isHeld) return [];
  const message = `topic ${name} would hold whole events against schema ${schema}, which is that of their data: write cloudevents-binary, where the data is the body`;
  return [fault(fabric, placeOf(name), "FORMAT_SCHEMA", message)];
}

/** Services of AWS have envelopes of their own, and none of these is a CloudEvent. */
function againstFeed(fabric: Fabric, { source: { endpoint, settings } }: Join): readonly Problem[] {
  const { feed, format } = settings;
  const service = feed && (["eventBridge", "s3", "dynamodbStream"] as const).find((each) => each in feed);
  if (format === undefined || service === undefined) return [];
  const message = `${endpoint.name} is fed by ${service}, whose events are no CloudEvents and would all go to the dead letters: leave its format out, and unwrap them in the hop`;
  return [fault(fabric, placeOf(endpoint.name), "FORMAT_FEED", message)];
}

/** Events that come with more of their own can't be told from here. */
function crowded(fabric: Fabric, { hop, target: { endpoint, settings }, path }: Join): readonly Problem[] {
  const { format } = settings;
  if (endpoint.broker !== "sqs" || format?.mode !== "binary") return [];
  const told = ["subject", "dataschema"].filter((name) => name in format);
  const own = [...NEEDED, "ce-time", ...[...told, ...Object.keys(format.extensions ?? {})].map((name) => `ce-${name}`)];
  const count = new Set([...own, ...hop.keep]).size;
  if (count <= SLOTS) return [];
  const message = `events in ${endpoint.name} have ${count} attributes, with those that hop ${hop.name} keeps, and a queue shows ${SLOTS} beside the header: the others are for Hopspan alone to read; name fewer, or write cloudevents, where the event is in the body`;
  return [warning(fabric, path, "FORMAT_CROWDED", message)];
}

/** The endpoint has the last word. */
function otherMode(fabric: Fabric, { hop, target: { endpoint, settings } }: Join): readonly Problem[] {
  const last = hop.transforms.at(-1);
  if (settings.format === undefined || last?.name !== "to-cloudevents") return [];
  const { mode = "structured" } = (last.options ?? {}) as { readonly mode?: unknown };
  if (mode === settings.format.mode) return [];
  const path: Path = ["hops", hop.name, "transforms", hop.transforms.length - 1];
  const message = `events reach ${endpoint.name} in ${settings.format.mode} mode, as its format says, not as hop ${hop.name} makes them: leave mode: ${String(mode)} to endpoints without a format`;
  return [warning(fabric, path, "FORMAT_MODE", message)];
}
