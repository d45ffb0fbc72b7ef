// Where in a JSON value something stands, as an operator writes it: customer.email, items[*].sku, ["odd.name"].

import { ConfigError, TransformError } from "./errors.ts";
import { isObject, type Json, type JsonObject } from "./json.ts";

/** One step down: a named member, one item of an array (from 0), or every item of an array or member of an object. */
export type Step =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "index"; readonly index: number }
  | { readonly kind: "every" };

/** A path with the text it was written as, which errors quote. */
export interface Path {
  readonly text: string;
  readonly steps: readonly [Step, ...Step[]];
}

/** So that what a path builds stays far from `DEEPEST_NESTING`. */
const MOST_STEPS = 32;

/** Throws `ConfigError` with the column where the text stops being a path. */
export function parsePath(text: string): Path {
  const token = /(\.?)([^.[\]"]+)|\[(?:(\*)|(\d{1,9})|("(?:[^"\\]|\\.)*"))\]/y;
  const steps: Step[] = [];
  while (token.lastIndex < text.length || steps.length === 0) {
    const column = token.lastIndex + 1;
    const [whole, dot, name, every, index, quoted] = token.exec(text) ?? [];
    const misplaced = name !== undefined && (dot === ".") !== steps.length > 0;
    if (whole === undefined || misplaced || steps.length === MOST_STEPS) throw pathExpected(text, column);
    if (name !== undefined) steps.push({ kind: "name", name });
    else if (every !== undefined) steps.push({ kind: "every" });
    else if (index !== undefined) steps.push({ kind: "index", index: Number(index) });
    else steps.push({ kind: "name", name: unquoted(text, column, quoted ?? "") });
  }
  return { text, steps: steps as [Step, ...Step[]] };
}

function unquoted(text: string, column: number, quoted: string): string {
  try {
    return JSON.parse(quoted);
  } catch {
    throw pathExpected(text, column);
  }
}

function pathExpected(text: string, column: number): ConfigError {
  const wanted = `a path such as customer.email, items[*].sku or ["odd.name"], of at most ${MOST_STEPS} steps, was expected`;
  return new ConfigError([
    { severity: "error", code: "PATH", message: `path ${JSON.stringify(text)}, column ${column}: ${wanted}` },
  ]);
}

/** Given what stands there (undefined: nothing), says what shall stand there (undefined: nothing). */
export type Change = (found: Json | undefined) => Json | undefined;

/**
 * A copy of `root` changed wherever `path` leads, sharing all that is untouched; `root` itself where nothing changes.
 * A path that meets nothing (absent, or null on its way) changes nothing, unless `creates`: then absent names are made.
 * Throws `TransformError` SHAPE where it meets another kind than it says: silence would let a field slip by.
 */
export function updateAt(root: Json, path: Path, change: Change, creates = false): Json {
  const visit = (value: Json | undefined, at: number): Json | undefined => {
    const step = path.steps[at];
    if (step === undefined) return change(value);
    const below: Change = (found) => visit(found, at + 1);
    if (value !== undefined && value !== null) return updateStep(value, step, below, creates, path);
    const made = creates && step.kind === "name" ? below(undefined) : undefined;
    return made === undefined || step.kind !== "name" ? value : { [step.name]: made };
  };
  return visit(root, 0) ?? null;
}

function updateStep(value: Json, step: Step, below: Change, creates: boolean, path: Path): Json {
  if (step.kind === "name" && isObject(value)) return updateMember(value, step.name, below, creates);
  if (step.kind === "index" && Array.isArray(value)) {
    if (creates && step.index >= value.length) throw shape(path, "an item that is not there");
    return changedItems(value, (item, at) => (at === step.index ? below(item) : item));
  }
  if (step.kind === "every" && Array.isArray(value)) return changedItems(value, below);
  if (step.kind === "every" && isObject(value)) return changedMembers(value, below);
  throw shape(path, Array.isArray(value) ? "an array" : isObject(value) ? "an object" : `a ${typeof value}`);
}

function updateMember(object: JsonObject, name: string, below: Change, creates: boolean): JsonObject {
  const found = Object.hasOwn(object, name) ? object[name] : undefined;
  if (found === undefined && !creates) return object;
  const changed = below(found);
  if (changed === found) return object;
  if (changed !== undefined) return { ...object, [name]: changed };
  return Object.fromEntries(Object.entries(object).filter(([other]) => other !== name));
}

function changedItems(items: readonly Json[], below: (item: Json, at: number) => Json | undefined): readonly Json[] {
  const changed = items.map(below);
  if (changed.every((item, at) => item === items[at])) return items;
  return changed.filter((item) => item !== undefined);
}

function changedMembers(object: JsonObject, below: Change): JsonObject {
  const members = Object.entries(object);
  const changed = members.map(([name, member]) => [name, below(member)] as const);
  if (changed.every(([, member], at) => member === members[at]?.[1])) return object;
  return Object.fromEntries(changed.flatMap(([name, member]) => (member === undefined ? [] : [[name, member]])));
}

const shape = ({ text }: Path, met: string) =>
  new TransformError("SHAPE", `the body does not have the shape of path ${text}: it meets ${met}`);
