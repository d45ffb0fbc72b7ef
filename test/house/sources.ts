// Reads the house as it stands, so that its rules can be tested like anything else.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";

/** Paths from the root, with their text. A test of the rules brings its own. */
export type Sources = ReadonlyMap<string, string>;

const root = join(import.meta.dirname, "../..");

/** Every TypeScript file of the rooms. */
export function readSources(rooms: readonly string[] = ["functions", "infra", "shared", "test"]): Sources {
  const files = rooms.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => posix.join(room, file.replaceAll("\\", "/"))),
  );
  return new Map(files.sort().map((file) => [file, readFileSync(join(root, file), "utf8")]));
}

/** Strings and comments blanked out, so that prose is never taken for code. */
export const codeOnly = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|`(?:\\.|[^`\\])*`|"(?:\\.|[^"\\\n])*"/g, (part) =>
    part.replace(/[^\n]/g, " "),
  );

/** What a file imports: local files as paths from the root, packages by their specifier; types count too. */
export function importsOf(file: string, text: string): readonly string[] {
  const bare = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/[^\n]*/gm, "");
  const found = bare.matchAll(/(?:\bfrom\s+|\bimport\s*\(\s*|^\s*import\s+)"([^"\n]+)"/gm);
  return [...found].map(([, specifier = ""]) =>
    specifier.startsWith(".") ? posix.normalize(posix.join(dirname(file), specifier)) : specifier,
  );
}
