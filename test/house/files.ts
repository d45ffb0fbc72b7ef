// What a single file owes to the house: its size, its opening sentence, the promise of what it exports, its ending.

import type { Sources } from "./sources.ts";

const MOST_LINES = 200;
const MOST_HANDLER_LINES = 25;

/** Files that have outgrown their room. Tests may be longer: a suite reads better in one piece. */
export function oversized(sources: Sources): readonly string[] {
  return [...sources].flatMap(([file, { text }]) => {
    if (file.startsWith("test/")) return [];
    const most = /^functions\/.*\/handler\.ts$/.test(file) ? MOST_HANDLER_LINES : MOST_LINES;
    const lines = text.trimEnd().split("\n").length;
    return lines > most ? [`${file}: ${lines} lines, at most ${most}: split by meaning`] : [];
  });
}

/** Sources that types, knip and the tests pass by, since they look for TypeScript under its plain ending. */
export function foreignEndings(sources: Sources): readonly string[] {
  return [...sources.keys()]
    .filter((file) => !file.endsWith(".ts"))
    .map(
      (file) => `${file}: types and unused code are looked for in .ts alone; call it ${file.replace(/\.\w+$/, ".ts")}`,
    );
}

/** Files that do not open with one sentence that says why they exist. */
export function wordless(sources: Sources): readonly string[] {
  return [...sources]
    .filter(([file]) => !file.startsWith("test/") && !/^[^/]+\.config\.ts$/.test(file))
    .filter(([, { text }]) => !/^(#![^\n]*\n)?\/\/ [A-Z`"][^\n]*\n/.test(text))
    .map(([file]) => `${file}: opens without the sentence that says why it exists`);
}

/** Exports without a docstring that states their promise. Types of one line speak for themselves. */
export function undocumented(sources: Sources): readonly string[] {
  return [...sources].flatMap(([file, { text }]) => {
    if (file.startsWith("test/") || file.startsWith("functions/")) return [];
    const bare = text.matchAll(/(?<!\*\/)\n(export (?:async )?(?:function|const|class) \w+)/g);
    return [...bare].map(([, start]) => `${file}: ${start} has no docstring`);
  });
}
