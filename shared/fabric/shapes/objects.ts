// Whether every object of one shape is accepted by another: what is needed, what is named, and what else may be there.

import type { Node, Shape } from "../../core/shape.ts";
import { type Answer, every, FITS, misfit, partly, stranger, undecided, within } from "./answer.ts";
import { nodes, takesNothing } from "./node.ts";

/** How a place inside is compared. */
export type Compare = (before: Node, after: Node) => Answer;

interface Fields {
  readonly named: ReadonlyMap<string, Node>;
  readonly needed: ReadonlySet<string>;
  /** What all other fields hold; undefined where nothing is said of them. */
  readonly others: Node | undefined;
  readonly names: Node | undefined;
}

/** Both are objects by their type. */
export function compareObjects(before: Shape, after: Shape, compare: Compare): Answer {
  const [mine, theirs] = [fieldsOf(before), fieldsOf(after)];
  return every([
    ...[...theirs.needed].map((name) => within(name, needed(mine, name))),
    ...[...mine.named].map(([name, field]) => within(name, named(mine, theirs, { name, field }, compare))),
    ...[...theirs.named].map(([name, field]) => within(name, unnamed(mine, theirs, { name, field }, compare))),
    others(mine, theirs, compare),
  ]);
}

/** A table of keys that are known ahead is an object with these fields and no others. */
function fieldsOf(shape: Shape): Fields {
  const {
    properties = {},
    propertyNames,
    additionalProperties: others,
  } = shape as {
    readonly properties?: Readonly<Record<string, Node>>;
    readonly propertyNames?: Shape;
    readonly additionalProperties?: Node;
  };
  const needed = new Set(nodes(shape, "required").map(String));
  const keys = propertyNames === undefined ? undefined : knownKeys(propertyNames);
  if (keys === undefined) return { named: new Map(Object.entries(properties)), needed, others, names: propertyNames };
  const table = keys.map((key) => [key, properties[key] ?? others ?? true] as const);
  return { named: new Map(table), needed, others: false, names: undefined };
}

const knownKeys = (names: Shape): readonly string[] | undefined => {
  const known = Array.isArray(names["enum"]) ? names["enum"] : "const" in names ? [names["const"]] : undefined;
  return known?.every((key) => typeof key === "string") ? known : undefined;
};

function needed({ named, needed: sure, others }: Fields, name: string): Answer {
  if (sure.has(name)) return FITS;
  const field = named.get(name);
  const isNever = field === undefined ? others === false : takesNothing(field);
  return isNever ? stranger("is not there, and needed") : misfit("may be missing, and is needed");
}

interface Named {
  readonly name: string;
  readonly field: Node;
}

function named(mine: Fields, theirs: Fields, { name, field }: Named, compare: Compare): Answer {
  if (takesNothing(field)) return FITS;
  const isSure = mine.needed.has(name);
  const wanted = theirs.named.get(name) ?? theirs.others ?? true;
  const known = takesNothing(wanted) ? stranger("is not expected there") : compare(field, wanted);
  const answer = every([known, theirs.names === undefined ? FITS : compare({ const: name }, theirs.names)]);
  return isSure ? answer : partly(answer);
}

/** What the second names and the first does not may come all the same, where that has room for more. */
function unnamed(mine: Fields, theirs: Fields, { name, field }: Named, compare: Compare): Answer {
  if (mine.named.has(name) || mine.others === false || theirs.needed.has(name)) return FITS;
  if (mine.others !== undefined)
    return partly(takesNothing(field) ? misfit("may be there") : compare(mine.others, field));
  return compare(true, field).kind === "fits" ? FITS : undecided("may be there, as nothing is said of it");
}

function others(mine: Fields, theirs: Fields, compare: Compare): Answer {
  if (mine.others === false) return FITS;
  const wanted = theirs.others ?? true;
  const more = mine.others === undefined ? unsaid(wanted, compare) : said(mine.others, wanted, compare);
  return every([more, keys(mine, theirs, compare)]);
}

const unsaid = (wanted: Node, compare: Compare): Answer =>
  compare(true, wanted).kind === "fits" ? FITS : undecided("there may be more fields, as nothing is said of them");

const said = (others: Node, wanted: Node, compare: Compare): Answer =>
  takesNothing(wanted)
    ? misfit("there may be more fields, which are not expected")
    : partly(within("[*]", compare(others, wanted)));

function keys({ names, others: more }: Fields, theirs: Fields, compare: Compare): Answer {
  if (theirs.names === undefined || more === false) return FITS;
  return partly(within("the names of its fields", compare(names ?? { type: "string" }, theirs.names)));
}
