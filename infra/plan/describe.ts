// Changes as lines for a terminal: by cloud and place, then by the endpoint or hop that things are for.

import { isDigest, type Thing } from "../../shared/fabric/deployment/things/thing.ts";
import type { Change } from "./changes.ts";
import { takenAlong } from "./hanging.ts";
import { isHolder } from "./losses.ts";

const MARKS: Readonly<Record<Change["verb"], string>> = { make: "+", change: "~", replace: "!", remove: "-" };

/** How much is said: `short` has a line per endpoint and hop that comes or goes, `long` one per thing. */
export type Length = "short" | "long";

/** By place, what is done there; one line that says so where nothing changes. */
export function changeLines(list: readonly Change[], length: Length): readonly string[] {
  if (list.length === 0) return ["Nothing changes."];
  const places = Map.groupBy(list, placeOf);
  const all = { list, along: takenAlong(list) };
  return [...places].flatMap(([place, here], at) => [
    ...(at === 0 ? [] : [""]),
    `${place}: ${countLine(here)}`,
    ...(length === "long" ? here.map(changeLine) : groupLines(here, all)),
  ]);
}

/** In AWS an account and a region, in Google Cloud a project: its regions stand with what has one. */
function placeOf({ thing: { cloud }, where: [first = "", ...rest] }: Change): string {
  return cloud === "aws" ? ["AWS", first, ...rest].join(" ") : `Google Cloud ${first}`.trimEnd();
}

const WORDS = { make: "to make", change: "to change", replace: "to replace", remove: "to remove" } as const;

/** `5 to make, 1 to remove`. */
export function countLine(list: readonly Change[]): string {
  const count = (verb: Change["verb"]) => list.filter((change) => change.verb === verb).length;
  return (["make", "change", "replace", "remove"] as const)
    .filter((verb) => count(verb) > 0)
    .map((verb) => `${count(verb)} ${WORDS[verb]}`)
    .join(", ");
}

/** `~ event source retail-out: windowSeconds 1 -> 5`, with what it is for where its name does not say so. */
function changeLine({ verb, thing, where, settings, was = {}, loss, note }: Change): string {
  const region = thing.cloud === "gcp" && where[1] !== undefined ? ` in ${where[1]}` : "";
  const what = settings.length === 0 ? "" : `: ${settings.map((name) => settingText(name, was, thing)).join(", ")}`;
  const lost = loss === undefined ? "" : `; LOSES ${loss.slice(loss.indexOf(": ") + 2)}`;
  const noted = note === undefined ? "" : `; ${note}`;
  return `  ${MARKS[verb]} ${called(thing)}${region}${thing.of === undefined ? "" : ` (${thing.of})`}${what}${lost}${noted}`;
}

/** Both values where they can be read; of long ones only that they differ. */
function settingText(name: string, was: Thing["settings"], { settings }: Thing): string {
  const [before, after] = [was[name], settings[name]];
  if (isDigest(before) || isDigest(after)) return name;
  const text = (value: typeof before) => (value === undefined || value === "" ? "none" : `${value}`);
  // Others of the project may have come to use it.
  if (name.startsWith("service ") && after === undefined) return `${name} is left enabled`;
  return `${name} ${text(before)} -> ${text(after)}`;
}

/** `event source retail-out`. */
const called = ({ kind, name }: Pick<Thing, "kind" | "name">): string => `${kind.replace("-", " ")} ${name}`;

/** Every change, and what goes along with which. */
interface All {
  readonly list: readonly Change[];
  readonly along: ReadonlyMap<string, readonly string[]>;
}

/** What comes and what goes by its owner, in the order of the first; what changes thing by thing. */
function groupLines(here: readonly Change[], all: All): readonly string[] {
  const inOrder = here.toSorted((left, right) => rankOf(left.thing) - rankOf(right.thing));
  const groups = Map.groupBy(inOrder, ({ verb, thing, address }) =>
    verb === "make" || verb === "remove" ? `${verb} ${thing.of ?? ""}` : address,
  );
  const made = [...groups.values()].filter(([first]) => first?.verb === "make");
  const hidden = new Set(made.length > MOST_MADE ? made.slice(MOST_MADE, -1) : []);
  const rest = [...hidden].flat().length;
  const more = rest === 0 ? [] : [`  + ${hidden.size} more endpoints and hops, ${rest} things: --show changes`];
  const shown = [...groups.values()].filter((group) => !hidden.has(group));
  const lines = shown.flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    if (first.verb !== "make" && first.verb !== "remove") return group.map(changeLine);
    return [
      `  ${MARKS[first.verb]} ${first.thing.of ?? "for all of it"}: ${partsOf(group)}`,
      ...alongLines(group, all),
      ...group.flatMap(({ loss }) => (loss === undefined ? [] : [`      LOSES ${loss}`])),
    ];
  });
  return [...lines, ...more];
}

/** So many endpoints and hops that only come are named in a place: what changes, and what goes, is always. Ours. */
const MOST_MADE = 20;

/** The hops that go with an endpoint, wherever they are, and what of them holds something. */
function alongLines(group: readonly Change[], { list, along }: All): readonly string[] {
  const addresses = new Set(group.flatMap(({ address }) => along.get(address) ?? []));
  if (addresses.size === 0) return [];
  const hops = Map.groupBy(
    list.filter(({ address, thing }) => addresses.has(address) && rankOf(thing) === 1),
    ({ thing }) => thing.of,
  );
  return [...hops].map(([hop, parts]) => {
    const held = parts.filter(({ thing }) => isHolder(thing)).map(({ thing }) => called(thing));
    return `      takes along ${hop}${held.length === 0 ? "" : `, with ${held.toSorted().join(", ")}`}`;
  });
}

/** Endpoints before the hops that join them, and what all of them share at the end. */
const rankOf = ({ of }: Thing): number => (of === undefined ? 2 : of.startsWith("hop ") ? 1 : 0);

/** What holds something by its name; of the rest only what it is, and how many. */
function partsOf(group: readonly Change[]): string {
  const named = Map.groupBy(group, ({ thing }) => (isHolder(thing) ? called(thing) : thing.kind.replace("-", " ")));
  return [...named].map(([what, each]) => (each.length === 1 ? what : `${each.length} ${plural(what)}`)).join(", ");
}

const plural = (word: string): string => (word.endsWith("s") ? word : `${word}s`);
