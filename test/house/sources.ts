// Reads the house as it stands, so that its rules can be tested like anything else.

import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { type ParseResult, parseSync } from "oxc-parser";

/** A source as it is written, and as a compiler understands it: prose and texts are never taken for code. */
export interface Source {
  readonly text: string;
  readonly parsed: ParseResult;
}

/** Sources by their paths from the root. A test of the rules brings its own. */
export type Sources = ReadonlyMap<string, Source>;

const root = join(import.meta.dirname, "../..");
const SOURCE = /\.[cm]?[jt]sx?$/;

/** Every source of the tree, whatever room it stands in and whatever of its kind it ends with. */
export function readSources(): Sources {
  const files = filesOf("", made()).filter((file) => SOURCE.test(file));
  return sourcesOf(Object.fromEntries(files.sort().map((file) => [file, readFileSync(join(root, file), "utf8")])));
}

/** Sources from their texts. Throws where one can't be read as code, since no rule would then see anything in it. */
export function sourcesOf(texts: Readonly<Record<string, string>>): Sources {
  return new Map(
    Object.entries(texts).map(([file, text]) => {
      const parsed = parseSync(file, text);
      const [error] = parsed.errors;
      if (error !== undefined) throw new Error(`${file}: ${error.message}`);
      return [file, { text, parsed }];
    }),
  );
}

/** Folders that nobody writes by hand: those that git is told to ignore, by name, and git's own. */
const made = (): ReadonlySet<string> =>
  new Set([".git", ...readFileSync(join(root, ".gitignore"), "utf8").split("\n")].map((line) => line.replace("/", "")));

function filesOf(folder: string, skipped: ReadonlySet<string>): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : filesOf(path, skipped);
    return [path];
  });
}
