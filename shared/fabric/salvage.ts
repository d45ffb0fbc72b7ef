// What is left of a file once its broken entries are set aside: the rest can still be checked, so that nobody fixes
// one kind of mistake only to be told of the next.

import { cutOut } from "./cut-out.ts";
import type { Path } from "./fabric.ts";
import { fabricSchema, type WrittenFabric } from "./schema.ts";
import { NOWHERE_IN_AWS, NOWHERE_IN_GCP, UNKNOWN_IN_AWS, UNKNOWN_IN_GCP } from "./unknown.ts";

type Table = Readonly<Record<string, unknown>>;

/** What stands in for a part of the top that can't be read, for as long as its form counts. What is not here can be left out. */
const STAND_INS: Table = {
  fabric: "fabric",
  aws: NOWHERE_IN_AWS,
  gcp: NOWHERE_IN_GCP,
  endpoints: {},
  hops: {},
};

/** An entry that is set aside may uncover what it hid, but not for ever: the depth of the file. */
const MAX_ROUNDS = 5;

/** The readable part of a file, or nothing where it is no table at all. What it does not say of its clouds is unknown. */
export function salvage(value: unknown): WrittenFabric | undefined {
  let left = value;
  let broken: readonly Path[] = [];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    if (!isTable(left)) return undefined;
    const table = left;
    const { data, error } = fabricSchema.safeParse(table);
    if (error === undefined) return withUnknowns(data, broken);
    const paths = error.issues.flatMap(({ path, ...issue }) =>
      // An unknown key is forgotten; its entry stays.
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => [...path, key] as Path)
        : [brokenPart(table, path as Path)],
    );
    if (paths.some(({ length }) => length === 0)) return undefined;
    broken = [...broken, ...paths];
    left = filled(cutOut(table, paths) as Table, paths);
  }
  return undefined;
}

/** An entry of a section, or the section where that is no table. */
const brokenPart = (table: Table, [section, ...rest]: Path): Path =>
  section === undefined ? [] : [section, ...(isTable(table[section]) ? rest.slice(0, 1) : [])];

/** Something in the place of what must be there, once for each part. */
function filled(table: Table, paths: readonly Path[]): Table {
  const sections = new Set(
    paths.map(([section]) => String(section)).filter((section) => Object.hasOwn(STAND_INS, section)),
  );
  const fills = [...sections].map((section) => {
    const [standIn, left] = [STAND_INS[section], table[section]];
    return [section, isTable(standIn) && isTable(left) ? { ...standIn, ...left } : (left ?? standIn)] as const;
  });
  return { ...table, ...Object.fromEntries(fills) };
}

/** The clouds' places with what stood in for them made unmistakable. */
function withUnknowns({ aws, gcp, ...rest }: WrittenFabric, broken: readonly Path[]): WrittenFabric {
  const unknown = <Place extends object>(section: "aws" | "gcp", place: Place) => {
    const keys = new Set(broken.filter(([first]) => first === section).map(([, key]) => key ?? section));
    return Object.fromEntries(Object.entries(place).filter(([key]) => keys.has(key) || keys.has(section)));
  };
  return {
    ...rest,
    ...(aws === undefined ? {} : { aws: { ...aws, ...unknown("aws", UNKNOWN_IN_AWS) } }),
    ...(gcp === undefined ? {} : { gcp: { ...gcp, ...unknown("gcp", UNKNOWN_IN_GCP) } }),
  };
}

const isTable = (value: unknown): value is Table =>
  typeof value === "object" && value !== null && !Array.isArray(value);
