// Locks that an older Hopspan has written: what they say is kept, and what they do not say is marked as not known.

import { z } from "zod";
import { linkSettings } from "./things/link-settings.ts";
import { ownerOfEndpoint, ownerOfLink } from "./things/owner.ts";
import { readAddress, type Settings } from "./things/thing.ts";

/** The form of version 1: six kinds of things, and of functions the whole link as JSON. */
const things = z.record(
  z.string(),
  z.object({
    kind: z.string(),
    name: z.string(),
    settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  }),
);
const versionOne = z.looseObject({ version: z.literal(1), made: things, begun: things.default({}) });

type OldThing = z.output<typeof things>[string];
type NewEntry = readonly [address: string, thing: object];

/** Kinds that version 1 noted: of others it is not known whether they are there. */
const NOTED: ReadonlySet<string> = new Set(["queue", "function", "topic", "subscription", "table", "bucket"]);

/** True where version 1 would have noted the thing: a subscription that lands somewhere it did not. */
export const wasNoted = ({ kind, settings }: { readonly kind: string; readonly settings: Settings }): boolean =>
  NOTED.has(kind) && settings["lands"] === undefined;

/** The lock as it is written today; anything else comes back as it is, for whoever judges its form. Never throws. */
export function upgraded(value: unknown): unknown {
  const old = versionOne.safeParse(value);
  if (!old.success) return value;
  const { made, begun, ...rest } = old.data;
  try {
    return { ...rest, version: 2, made: upgradedThings(made), begun: upgradedThings(begun) };
  } catch {
    // A link that is no JSON: somebody has edited the lock.
    return value;
  }
}

const upgradedThings = (table: z.output<typeof things>) => Object.fromEntries(Object.entries(table).flatMap(upgrade));

function upgrade([address, thing]: readonly [string, OldThing]): readonly NewEntry[] {
  const known = (settings: Settings, of?: string) => ({ ...(of === undefined ? {} : { of }), older: true, settings });
  const { settings } = thing;
  switch (thing.kind) {
    case "function":
      return functionEntries(address, thing, known);
    case "bucket":
      return [[address, known({})]];
    default: {
      const { fedBy: _, partitionBy = "", key, ...kept } = settings;
      const table = {
        ...(partitionBy === "" ? {} : { partitionBy }),
        ...(key === undefined ? {} : { key: spaced(key) }),
      };
      const endpoint = settings["endpoint"];
      return [
        [address, known({ ...kept, ...table }, endpoint === undefined ? undefined : ownerOfEndpoint(`${endpoint}`))],
      ];
    }
  }
}

const spaced = (key: Settings[string]): string => String(key).replaceAll(",", ", ");

/** With the role beside it, since an account has a role's name only once. */
function functionEntries(
  address: string,
  { name, settings: { link = "", maxConcurrency, ...size } }: OldThing,
  known: (settings: Settings, of?: string) => object,
): readonly NewEntry[] {
  const told = JSON.parse(String(link)) as Parameters<typeof linkSettings>[0];
  const of = ownerOfLink(told.name);
  const isLambda = readAddress(address)?.cloud === "aws";
  const limit: Settings = isLambda || maxConcurrency === undefined ? {} : { maxConcurrency };
  const [, , account = "", region = ""] = address.split("/");
  const [target] = told.targets;
  const place = isLambda ? { account, region } : target;
  return [
    [address, known({ ...linkSettings(told), ...size, ...limit }, of)],
    ...("account" in place ? [[`aws/role/${place.account}/${place.region}/${name}`, known({}, of)] as const] : []),
  ];
}
