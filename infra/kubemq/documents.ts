// The documents of a YAML file, each as plain values that know their line in the file.

import type { Place } from "../../shared/fabric/fabric.ts";
import { readYaml, type YamlText } from "../../shared/fabric/yaml-text.ts";

/** Where a document begins or ends. The marker stands at the start of its line, whatever is open. */
const MARKER = /^(?:---|\.\.\.)(?=\s|$)/gm;

/** True for nothing but comments, and directives for what follows. */
const saysNothing = (part: string): boolean => part.split("\n").every((line) => /^([#%].*)?$/s.test(line.trim()));

/** Each document that holds anything, as the reader of fabric files reads it. Never throws. */
export function documents(text: string, file: string): readonly YamlText[] {
  const starts = [0, ...[...text.matchAll(MARKER)].map(({ index }) => index)];
  let above = 0;
  return starts.flatMap((start, at) => {
    const whole = text.slice(start, starts[at + 1]);
    const linesAbove = above;
    above += whole.split("\n").length - 1;
    const part = whole.replace(/^\.\.\./, "");
    if (saysNothing(part)) return [];
    const read = moved(readYaml(part, file), ({ line = 1, ...place }) => ({ ...place, line: line + linesAbove }));
    return read.value === null && read.problems.length === 0 ? [] : [read];
  });
}

/**
 * The document that a text in another document holds. `line` and `column` are where that text starts in the file; where it is a
 * block of lines, every problem names its own.
 */
export function embedded(text: string, file: string, lines: readonly string[], line: number, column: number): YamlText {
  const isBlock = lines[line - 1]?.charAt(column - 1) === "|";
  const first = lines.findIndex((each, at) => at >= line && each.trim() !== "");
  const indent = first === -1 ? 0 : (/^ */.exec(lines[first] ?? "")?.[0].length ?? 0);
  return moved(readYaml(text, file), (at) =>
    isBlock ? { ...at, line: (at.line ?? 1) + line, column: (at.column ?? 1) + indent } : { ...at, line, column },
  );
}

/** The same, at other places. */
const moved = ({ place, problems, ...read }: YamlText, move: (at: Place) => Place): YamlText => ({
  ...read,
  problems: problems.map((problem) => ({ ...problem, ...move(problem) })),
  place: (path, on) => move(place(path, on)),
});
