// One thing that a fabric makes in a cloud: where it is, what it is for, and the settings that two deployments differ in.

import { createHash } from "node:crypto";

/** The kinds of things, as addresses spell them; people read `event source` for `event-source`. */
export const KINDS = [
  ...["queue", "feed", "function", "event-source", "role", "log", "stack", "alarm-topic", "alarm", "dashboard"],
  ...["services", "state", "topic", "schema", "subscription", "dataset", "table", "bucket", "account", "pool-member"],
  ...["build", "pool", "provider", "channel", "metric"],
] as const;

/** One of `KINDS`. */
export type Kind = (typeof KINDS)[number];

/** Plain values, by names with their unit in them. A long one is there as its digest: told apart, and no more. */
export type Settings = Readonly<Record<string, string | number | boolean>>;

/** One thing. Settings are all that a deployment of the same Hopspan can make differently. */
export interface Thing {
  readonly cloud: "aws" | "gcp";
  readonly kind: Kind;
  readonly name: string;
  /** `endpoint NAME` or `hop NAME`, which it is made for; absent where the fabric as a whole has it. */
  readonly of?: string | undefined;
  readonly settings: Settings;
  /** Noted by an older Hopspan, which said less: a setting that is not there is not known. */
  readonly older?: true | undefined;
}

/** A thing with its address, by which it is the same one in two deployments: `aws/queue/ACCOUNT/REGION/NAME`. */
export type Entry = readonly [address: string, thing: Thing];

/** Things by their address. */
export type Inventory = Readonly<Record<string, Thing>>;

/** What a thing is made for, as `of` has it. */
export type Owner = string | undefined;

/** Makes an entry. `place` is account and region, or project and, where there is one, region; names hold no `/`. */
export const entry = (
  [cloud, kind]: readonly ["aws" | "gcp", Kind],
  place: readonly string[],
  name: string,
  of: Owner,
  settings: Settings,
): Entry => [
  [cloud, kind, ...place, name].join("/"),
  { cloud, kind, name, ...(of === undefined ? {} : { of }), settings },
];

/** What an address says of its thing, which need not be written twice; nothing where it is none. */
export function readAddress(address: string): Pick<Thing, "cloud" | "kind" | "name"> | undefined {
  const [cloud, word, ...rest] = address.split("/");
  const kind = KINDS.find((each) => each === word);
  const name = rest.at(-1);
  if ((cloud !== "aws" && cloud !== "gcp") || kind === undefined || name === undefined) return undefined;
  return { cloud, kind, name };
}

/** Where a thing is: account and region, project and region, or project alone. Empty for a bucket, whose name is the world's. */
export const placeIn = (address: string): readonly string[] => address.split("/").slice(2, -1);

/** Every value of a plan as a setting: texts and figures as they are, what has parts as JSON. What is not there is left out. */
export const settingsOf = (plan: object): Settings =>
  Object.fromEntries(
    Object.entries(plan)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, settingOf(value)]),
  );

function settingOf(value: unknown): Settings[string] {
  if (typeof value === "number" || typeof value === "boolean") return value;
  return brief(typeof value === "string" ? value : JSON.stringify(value));
}

/** Longer texts are kept as their digest: the lock is read by people. In characters; ours. */
const MOST_CHARACTERS = 60;

/** The text, or `#` and 12 characters that no other text has. */
export const brief = (text: string): string =>
  text.length <= MOST_CHARACTERS ? text : `#${createHash("sha256").update(text).digest("hex").slice(0, 12)}`;

/** True for a setting of which only the digest is known. */
export const isDigest = (value: Settings[string] | undefined): boolean => /^#[0-9a-f]{12}$/.test(String(value));

/** Names in their order, which matters where a provider keeps it. */
export const listed = (names: readonly string[]): string => brief(names.join(", "));
