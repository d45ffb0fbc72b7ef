// Says in an operator's words what zod found: the subject by its place in the file, then what was expected.

import { z } from "zod";
import type { Problem } from "../core/errors.ts";
import type { Locate, Path } from "./fabric.ts";
import { unknownKey } from "./known-keys.ts";

type Issue = z.core.$ZodIssue;
type RawIssue = z.core.$ZodRawIssue;

/** What was parsed, and how to say where: `under` is the way from the top of the file to the value. */
export interface Explained {
  readonly value: unknown;
  readonly place: Locate;
  readonly under?: Path;
}

/** Every way in which `value` does not fit, at once; nothing where it fits. */
export function misfits(schema: z.ZodType, explained: Explained): readonly Problem[] {
  const { error } = schema.safeParse(explained.value, { error: words });
  return error === undefined ? [] : error.issues.flatMap((issue) => explain(issue, [], explained));
}

function explain(issue: Issue, above: Path, explained: Explained): readonly Problem[] {
  const path = [...above, ...issue.path] as Path;
  const { under = [], place } = explained;
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
  if (issue.code === "invalid_key")
    return [problem("NAME", `${subject(full)} ${issue.issues[0]?.message ?? issue.message}`, full, "key")];
  // Guards that stand for JSON Schema's own keywords bring zod's words, whatever the parser was told.
  const told = issue.message.startsWith("must ")
    ? issue.message
    : (words({ ...issue, input: undefined }) ?? issue.message);
  return [problem("SHAPE", `${subject(full)} ${told}`)];
}

const missing = (full: Path, problem: (code: string, message: string, at: Path) => Problem): readonly Problem[] => [
  problem("MISSING_KEY", `${subject(full.slice(0, -1))} needs "${full.at(-1)}"`, full.slice(0, -1)),
];

/** The form that the operator meant: one that is of the right kind, and has its key. */
function likeliest(branches: readonly (readonly Issue[])[], path: Path, value: unknown): readonly Issue[] | undefined {
  const isOtherKind = ({ code, path: own }: Issue) =>
    own.length === 0 && (code === "invalid_type" || code === "invalid_value");
  const fitting = branches.filter((branch) => !branch.some(isOtherKind));
  const whole = fitting.filter((branch) => !branch.some((issue) => isMissing(issue, [...path, ...own(issue)], value)));
  return whole[0] ?? (fitting.length === 1 ? fitting[0] : undefined);
}

const own = ({ path }: Issue): Path => path as Path;

const isMissing = (issue: Issue, path: Path, value: unknown): boolean =>
  path.length > 0 && /^invalid_(type|union)$/.test(issue.code) && valueAt(value, path) === undefined;

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (here, key) => (typeof here === "object" && here !== null ? Reflect.get(here, key) : undefined),
    value,
  );

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
      return `must be ${KINDS.get(issue.expected) ?? issue.expected}`;
    case "invalid_value":
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(" or ")}`;
    case "too_small":
      return measure(issue.origin, Number(issue.minimum), "or more");
    case "too_big":
      return measure(issue.origin, Number(issue.maximum), "or less");
    case "invalid_format":
      return issue.pattern === undefined ? `must be a ${issue.format}` : `must match ${issue.pattern}`;
    case "invalid_union":
      return "has none of the forms that are possible here";
    default:
      return undefined;
  }
}

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
