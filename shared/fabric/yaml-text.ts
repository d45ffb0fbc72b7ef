// The YAML of a fabric file as plain values, each of which still knows its line.

import { type Document, LineCounter, parseDocument, type YAMLError } from "yaml";
import type { Problem } from "../core/errors.ts";
import type { Locate, Place } from "./fabric.ts";
import { keyProblems } from "./yaml-keys.ts";
import { offsets } from "./yaml-place.ts";

/** `value` is absent where the text is no YAML at all; problems may stand beside a value. */
export interface YamlText {
  readonly value?: unknown;
  readonly problems: readonly Problem[];
  readonly place: Locate;
}

/** A further look at a text before it becomes a value, which may put other values in their places. */
type Inspect = (document: Document, at: (offset: number) => Place) => readonly Problem[];

/** Keys that are there twice are looked for here: see `keyProblems`. */
const READING = { prettyErrors: false, logLevel: "error", uniqueKeys: false } as const;

/** How often aliases may multiply a value: a small file must not become gigabytes. Ours; the yaml package's default. */
const MAX_ALIASES = 100;

/** Never throws: whatever the text is, it is a value, problems, or both. */
export function readYaml(text: string, file: string, inspect: Inspect = () => []): YamlText {
  const lines = new LineCounter();
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  try {
    const document = parseDocument(text, { ...READING, lineCounter: lines });
    const told = [...document.errors, ...document.warnings].map((error) => tell(error, text, at));
    const problems = [...told, ...keyProblems(document, at), ...inspect(document, at)];
    const offset = offsets(document);
    const place: Locate = (path, on) => at(offset(path, on));
    // A key that is there twice, or a tag, harms nothing else: the rest of the file is still worth reading.
    if (document.errors.length > 0) return { problems: firstPerLine(problems), place };
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    // Throws for what refers to itself: no message could hold that.
    JSON.stringify(value);
    return { value, problems, place };
  } catch (thrown) {
    return { problems: [fallen(thrown, { file, line: 1, column: 1 })], place: () => ({ file }) };
  }
}

/** One mistake often makes a YAML parser stumble again right behind it; nesting too deep, once per level. */
function firstPerLine(problems: readonly Problem[]): readonly Problem[] {
  const kept = new Map<unknown, Problem>();
  for (const problem of problems) {
    const mistake = problem.message === TOO_DEEP ? TOO_DEEP : problem.line;
    if (!kept.has(mistake)) kept.set(mistake, problem);
  }
  return [...kept.values()];
}

const TOO_DEEP = "the file is nested too deeply";

function tell({ code, message, pos: [from, to] }: YAMLError, text: string, at: (offset: number) => Place): Problem {
  const problem = (words: string): Problem => ({ severity: "error", code: "YAML", message: words, ...at(from) });
  switch (code) {
    case "MULTIPLE_DOCS":
      return problem("a fabric file is one document: leave out everything from the second --- on");
    case "TAG_RESOLVE_FAILED":
      return problem(`tag ${text.slice(from, to)} has no meaning here: leave it out`);
    case "RESOURCE_EXHAUSTION":
      return problem(TOO_DEEP);
    default:
      return problem(`not YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}`);
  }
}

/** What can still go wrong while aliases are followed. The yaml package has no codes for these. */
function fallen(thrown: unknown, start: Place): Problem {
  const problem = (words: string): Problem => ({ severity: "error", code: "YAML", message: words, ...start });
  if (thrown instanceof RangeError) return problem(TOO_DEEP);
  if (thrown instanceof ReferenceError && thrown.message.startsWith("Unresolved alias"))
    return problem(`alias *${thrown.message.split(": ").at(-1)} has no anchor before it`);
  if (thrown instanceof ReferenceError)
    return problem("aliases multiply the file beyond measure: write out what they stand for");
  if (thrown instanceof TypeError)
    return problem("an alias stands inside its own anchor: write out what it stands for");
  return problem(`not YAML: ${thrown instanceof Error ? thrown.name : typeof thrown}`);
}
