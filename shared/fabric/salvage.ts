// What is left of a file once its broken entries are set aside: the rest can still be checked, so that nobody fixes
// one kind of mistake only to be told of the next.

import type { Path } from "./fabric.ts";
import { NOWHERE_IN_AWS, NOWHERE_IN_GCP } from "./resolve.ts";
import { fabricSchema, type WrittenFabric } from "./schema.ts";

/** What stands in for a part of the top that can't be read. What is not here can be left out. */
const STAND_INS: Readonly<Record<string, unknown>> = {
  fabric: "fabric",
  aws: NOWHERE_IN_AWS,
  gcp: NOWHERE_IN_GCP,
  endpoints: {},
  hops: {},
};

/** An entry that is set aside may uncover what it hid, but not for ever: the depth of the file. */
const MAX_ROUNDS = 5;

/** The readable part of a file, or nothing where it is no table at all. */
export function salvage(value: unknown): WrittenFabric | undefined {
  let left = value;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    if (!isTable(left)) return undefined;
    const { data, error } = fabricSchema.safeParse(left);
    if (error === undefined) return data;
    for (const issue of error.issues) {
      const path = issue.path as Path;
      // An unknown key is forgotten; its entry stays.
      if (issue.code === "unrecognized_keys") for (const key of issue.keys) left = without(left, [...path, key]);
      else left = setAside(left, path);
    }
  }
  return undefined;
}

function setAside(value: unknown, [section, entry]: Path): unknown {
  if (typeof section !== "string" || !isTable(value)) return undefined;
  const isEntry = entry !== undefined && section !== "aws" && section !== "gcp" && isTable(value[section]);
  if (isEntry) return without(value, [section, entry]);
  const left = without(value, [section]) as Record<string, unknown>;
  return section in STAND_INS ? { ...left, [section]: STAND_INS[section] } : left;
}

/** The value without what stands at the path; never changes the value itself. */
function without(value: unknown, [key, ...rest]: Path): unknown {
  if (Array.isArray(value))
    return value.map((item, at) => (at === key && rest.length > 0 ? without(item, rest) : item));
  if (!isTable(value)) return value;
  const entries = Object.entries(value);
  return rest.length === 0
    ? Object.fromEntries(entries.filter(([name]) => name !== key))
    : Object.fromEntries(entries.map(([name, item]) => [name, name === key ? without(item, rest) : item]));
}

const isTable = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
