// The documents of a YAML file, each as plain values that know their line in the file.

import { readYaml, type YamlText } from "../../shared/fabric/yaml-text.ts";

/** Where a document begins or ends. The marker stands at the start of its line, whatever is open. */
const MARKER = /^(?:---|\.\.\.)(?=\s|$)/gm;

/** Each document that holds anything, as the reader of fabric files reads it. Never throws. */
export function documents(text: string, file: string): readonly YamlText[] {
  const starts = [0, ...[...text.matchAll(MARKER)].map(({ index }) => index)];
  return starts.flatMap((start, at) => {
    const part = text.slice(start, starts[at + 1]).replace(/^\.\.\./, "");
    if (part.trim() === "") return [];
    const read = readYaml(below(text.slice(0, start), part), file);
    return read.value === null && read.problems.length === 0 ? [] : [read];
  });
}

/** The part on the lines on which it stands. */
const below = (above: string, part: string): string => "\n".repeat(above.split("\n").length - 1) + part;

/**
 * The document that a text in another document holds. `line` and `column` are where that text starts in the file; where it is a
 * block of lines, every problem names its own.
 */
export function embedded(text: string, file: string, lines: readonly string[], line: number, column: number): YamlText {
  const isBlock = lines[line - 1]?.charAt(column - 1) === "|";
  const first = lines.findIndex((each, at) => at >= line && each.trim() !== "");
  const indent = first === -1 ? 0 : (/^ */.exec(lines[first] ?? "")?.[0].length ?? 0);
  const { place, problems, ...read } = readYaml(isBlock ? "\n".repeat(line) + text : text, file);
  const moved = <Place extends { readonly line?: number; readonly column?: number }>(at: Place) =>
    isBlock ? { ...at, column: (at.column ?? 1) + indent } : { ...at, line, column };
  return { ...read, problems: problems.map(moved), place: (path, on) => moved(place(path, on)) };
}
