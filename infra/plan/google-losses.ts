// What terraform's own plan would take away of what somebody may still want: it knows also what no lock remembers.

import { spell } from "../../shared/fabric/duration.ts";
import type { Loss } from "./consent.ts";
import { DEAD, lossOf } from "./losses.ts";

type Values = Readonly<Record<string, unknown>>;

/** One resource in a plan: https://developer.hashicorp.com/terraform/internals/json-format#plan-representation */
export interface ResourceChange {
  readonly address: string;
  readonly type: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Values | null;
    readonly after: Values | null;
  };
}

/** A thing of Google Cloud that holds something, as the plan calls it. */
export interface Held {
  readonly kind: "topic" | "subscription" | "table" | "dataset" | "bucket";
  /** Empty for a bucket: its name is known in all the world. */
  readonly project: string;
  readonly name: string;
  /** For how long a topic keeps what was published, where it does. */
  readonly keepsSeconds?: number;
}

/** Of topics and subscriptions: what is older is gone at once where it becomes less. */
const KEPT = "message_retention_duration";

/** By the address that `plan` has for each thing. Pure; the same for a plan to deploy and one to destroy. */
export function googleLosses(changes: readonly ResourceChange[]): readonly Loss[] {
  const gone = goneThings(changes);
  const removed = gone
    .filter((held) => !isKeeper(held, gone))
    .map(({ kind, name, project }) => ({
      address: addressOf({ kind, name, project }),
      ...lossOf({ cloud: "gcp", kind, name, settings: isGrave({ kind, name, project }, gone) ? DEAD : {} }),
    }));
  return [...removed, ...changes.flatMap(lessIn)];
}

/** What is removed, or made anew, and holds something. The bucket of sources holds only what can be uploaded again. */
export const goneThings = (changes: readonly ResourceChange[]): readonly Held[] =>
  changes.filter(({ change }) => change.actions.includes("delete")).flatMap((each) => heldBy(each) ?? []);

const addressOf = ({ kind, project, name }: Held): string =>
  `gcp/${kind}/${project === "" ? "" : `${project}/`}${name}`;

/** Consent to a topic of dead letters is for the subscription, of the same name, that keeps them. */
const isKeeper = (held: Held, all: readonly Held[]): boolean =>
  held.kind === "subscription" && hasNamesake(held, "topic", all);

/** A topic that keeps dead letters by such a subscription. */
const isGrave = (held: Held, all: readonly Held[]): boolean =>
  held.kind === "topic" && hasNamesake(held, "subscription", all);

const hasNamesake = (held: Held, of: Held["kind"], all: readonly Held[]): boolean =>
  all.some(({ kind, project, name }) => kind === of && project === held.project && name === held.name);

function heldBy({ address, type, change: { before } }: ResourceChange): Held | undefined {
  const text = (name: string) => String(before?.[name] ?? "");
  const project = text("project");
  switch (type) {
    case "google_pubsub_topic":
      return { kind: "topic", project, name: text("name"), ...keeping(secondsIn(before)) };
    case "google_pubsub_subscription":
      return { kind: "subscription", project, name: text("name") };
    case "google_bigquery_table":
      return { kind: "table", project, name: `${text("dataset_id")}.${text("table_id")}` };
    case "google_bigquery_dataset":
      return { kind: "dataset", project, name: text("dataset_id") };
    case "google_storage_bucket":
      return address === "google_storage_bucket.sources"
        ? undefined
        : { kind: "bucket", project: "", name: text("name") };
    default:
      return undefined;
  }
}

const keeping = (keepsSeconds: number) => (keepsSeconds > 0 ? { keepsSeconds } : {});

/** What stays, with less in it. */
function lessIn(changed: ResourceChange): readonly Loss[] {
  const { actions, before, after } = changed.change;
  const held = heldBy(changed);
  if (held === undefined || !actions.includes("update")) return [];
  const shorter = secondsIn(after) < secondsIn(before);
  const age = secondsIn(after) > 0 ? `what is older than ${spell(secondsIn(after))}` : "what it keeps";
  const columns = droppedColumns(before?.["schema"], after?.["schema"]);
  return [...(shorter ? [age] : []), ...(columns.length > 0 ? [`its columns ${columns.join(", ")}`] : [])].map(
    (loss) => ({ address: addressOf(held), loss: `${held.kind} ${held.name}: ${loss}` }),
  );
}

const secondsIn = (values: Values | null): number => Number.parseInt(String(values?.[KEPT] ?? ""), 10) || 0;

interface Column {
  readonly name: string;
  readonly fields?: readonly Column[];
}

/** Columns that a table no longer has. A column of another type makes terraform replace the table, which is told above. */
function droppedColumns(before: unknown, after: unknown): readonly string[] {
  const kept = new Set(columnsIn(after));
  return columnsIn(before).filter((name) => !kept.has(name));
}

function columnsIn(schema: unknown): readonly string[] {
  if (typeof schema !== "string" || schema === "") return [];
  const named = (columns: readonly Column[], within: string): readonly string[] =>
    columns.flatMap(({ name, fields = [] }) => [`${within}${name}`, ...named(fields, `${within}${name}.`)]);
  return named(JSON.parse(schema) as readonly Column[], "");
}
