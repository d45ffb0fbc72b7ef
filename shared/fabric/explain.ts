// Says in an operator's words what zod found: the subject by its place in the file, then what was expected.

import { z } from "zod";
import type { Problem } from "../core/errors.ts";
import type { Locate, Path } from "./fabric.ts";
import { unknownKey } from "./known-keys.ts";
import { isMissing, likeliest } from "./likeliest.ts";
import type { PatternWords } from "./pattern-words.ts";

type Issue = z.core.$ZodIssue;
type RawIssue = z.core.$ZodRawIssue;

/**
 * What was parsed, and how to say where: `under` is the way from the top of the file to the value. `patterns` says in words
 * what a pattern of the schema asks for.
 */
export interface Explained {
  readonly value: unknown;
  readonly place: Locate;
  readonly under?: Path;
  readonly patterns?: PatternWords;
}

/** Every way in which `value` does not fit, at once; nothing where it fits. */
export function misfits(schema: z.ZodType, explained: Explained): readonly Problem[] {
  const { error } = schema.safeParse(explained.value, { error: words });
  return error === undefined ? [] : error.issues.flatMap((issue) => explain(issue, [], explained));
}

function explain(issue: Issue, above: Path, explained: Explained): readonly Problem[] {
  const path = [...above, ...issue.path] as Path;
  const { under = [], place, patterns = new Map() } = explained;
  const full = [...under, ...path];
  const problem = (code: string, message: string, at: Path = full, on?: "key"): Problem => {
    return { severity: "error", code, message, ...place(at, on) };
  };

  if (issue.code === "unrecognized_keys") {
    const known = issue.message === "" ? [] : issue.message.split(SEPARATOR);
    return issue.keys.map((key) => {
      const { code, message } = unknownKey(full, key, known);
      return problem(code, full.length === 0 ? message : `${subject(full)}: ${message}`, [...full, key], "key");
    });
  }
  if (isMissing(issue, path, explained.value)) return missing(full, problem);
  if (issue.code === "invalid_union") {
    const branch = likeliest(issue.errors, path, explained.value);
    if (branch !== undefined) return branch.flatMap((inner) => explain(inner, path, explained));
  }
  if (issue.code === "invalid_key") {
    const [first = issue] = issue.issues;
    return [problem("NAME", `${subject(full)} ${told(first, patterns)}`, full, "key")];
  }
  return [problem("SHAPE", `${subject(full)} ${told(issue, patterns)}`)];
}

/** Guards that stand for JSON Schema's own keywords bring zod's words, whatever the parser was told. */
function told(issue: Issue, patterns: PatternWords): string {
  const described = issue.code === "invalid_format" ? patterns.get(issue.pattern ?? "") : undefined;
  if (described !== undefined) return described;
  return issue.message.startsWith("must ") ? issue.message : (words({ ...issue, input: undefined }) ?? issue.message);
}

const missing = (full: Path, problem: (code: string, message: string, at: Path) => Problem): readonly Problem[] => [
  problem("MISSING_KEY", `${subject(full.slice(0, -1))} needs "${full.at(-1)}"`, full.slice(0, -1)),
];

/** `hops.collect.from[1]`; the top of the file is `the file`. */
const subject = (path: Path): string =>
  path.length === 0
    ? "the file"
    : path.map((part, at) => (typeof part === "number" ? `[${part}]` : at === 0 ? part : `.${part}`)).join("");

const SEPARATOR = "\n";

/** The words where a schema has none of its own; for unknown keys, the keys that there are. */
function words(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape).join(SEPARATOR) : "";
    case "invalid_type":
      return `must be ${KINDS.get(issue.expected) ?? issue.expected}${withKeys(issue.inst)}`;
    case "invalid_value":
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(" or ")}`;
    case "too_small":
      return measure(issue.origin, Number(issue.minimum), "or more");
    case "too_big":
      return measure(issue.origin, Number(issue.maximum), "or less");
    case "invalid_format":
      return issue.pattern === undefined ? `must be a ${issue.format}` : `must match ${issue.pattern}`;
    case "invalid_union":
      return formsOf(issue.errors ?? []);
    default:
      return undefined;
  }
}

/** The keys that a table can't be without. */
function withKeys(inst: unknown): string {
  if (!(inst instanceof z.ZodObject)) return "";
  const needed = Object.entries<z.core.$ZodType>(inst.shape).filter(([, value]) => value._zod.optin === undefined);
  return needed.length === 0 ? "" : ` with ${needed.map(([key]) => JSON.stringify(key)).join(", ")}`;
}

/** All forms in a row, where none was meant; of tables that begin alike, the one that asks for least. */
function formsOf(branches: readonly (readonly Issue[])[]): string {
  const kinds = branches.flatMap((branch) =>
    branch.flatMap(({ path, message }) => (path.length === 0 && message.startsWith(MUST_BE) ? message : [])),
  );
  const least = kinds.filter((kind) => !kinds.some((other) => other !== kind && kind.startsWith(other)));
  const distinct = [...new Set(least)].map((kind) => kind.slice(MUST_BE.length));
  return distinct.length === 0 ? "has none of the forms that are possible here" : MUST_BE + distinct.join(", or ");
}

const MUST_BE = "must be ";

const KINDS: ReadonlyMap<string, string> = new Map([
  ["string", "text"],
  ["number", "a number"],
  ["int", "a whole number"],
  ["boolean", "true or false"],
  ["array", "a list"],
  ["object", "a table"],
  ["record", "a table"],
]);

const UNITS: ReadonlyMap<string, readonly [one: string, several: string]> = new Map([
  ["string", ["character", "characters"]],
  ["array", ["entry", "entries"]],
  ["object", ["key", "keys"]],
]);

function measure(origin: string, figure: number, side: "or more" | "or less"): string {
  const unit = UNITS.get(origin);
  return unit === undefined ? `must be ${figure} ${side}` : `must have ${figure} ${unit[figure === 1 ? 0 : 1]} ${side}`;
}
