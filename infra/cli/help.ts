// Help that a person likes: what it is for first, then the words to type.

import { styleText } from "node:util";
import type { Terminal, Verb } from "./verb.ts";
import { hanging, wrap } from "./wrap.ts";

/** What is looked at: colours where a person looks on, and how wide a line may be. */
export type Screen = Pick<Terminal, "interactive" | "columns">;

/** The whole command on one screen. */
export function overview(verbs: readonly (readonly [string, Verb])[], { interactive, columns }: Screen): string {
  const strong = strongText(interactive);
  const width = Math.max(...verbs.map(([name]) => name.length)) + 3;
  const row = ([name, { about }]: readonly [string, Verb]) =>
    hanging(`  ${strong(name.padEnd(width))}`, width + 2, about, columns);
  return [
    ...wrap(
      "Hopspan relays messages between AWS SQS and Google Cloud Pub/Sub. One file, the fabric, says which.",
      columns,
    ),
    "",
    strong("Verbs"),
    ...verbs.flatMap(row),
    "",
    strong("Start here"),
    "  npx hopspan init my-fabric              a small fabric to change",
    "  npx hopspan dev my-fabric/fabric.yaml   runs it on this machine, both clouds",
    "",
    ...wrap("More on a verb: npx hopspan VERB --help; the version: npx hopspan --version", columns),
    ...wrap(
      "Exit codes: 0 done; 1 done, and the answer is no; 2 called wrongly; 3 something outside is not there; 4 standard output can't be written",
      columns,
    ),
  ].join("\n");
}

/** One verb: usage, options, examples. */
export function verbHelp(name: string, { usage, about, options, examples }: Verb, screen: Screen): string {
  const { interactive, columns } = screen;
  const strong = strongText(interactive);
  const rows = Object.entries(options).map(([option, { about: line, value, short }]) => {
    const flag = `--${option}${value === undefined ? "" : ` ${value}`}`;
    return [short === undefined ? flag : `-${short}, ${flag}`, line] as const;
  });
  const width = Math.max(0, ...rows.map(([flag]) => flag.length)) + 3;
  const described = rows.flatMap(([flag, line]) => hanging(`  ${flag.padEnd(width)}`, width + 2, line, columns));
  return [
    ...wrap(about, columns),
    "",
    ...hanging(`${strong("Usage")}  `, USAGE, `npx hopspan ${name} ${usage}`.trimEnd(), columns),
    ...(rows.length === 0 ? [] : ["", strong("Options"), ...described]),
    ...(examples.length === 0 ? [] : ["", strong("Examples"), ...examples.flatMap((line) => typed(line, columns))]),
  ].join("\n");
}

/** The characters before what `Usage` says. */
const USAGE = "Usage  ".length;

/** An example as it is to be typed in a clone; broken before an option, as a shell reads it back, where it is long. */
function typed(example: string, columns: number): readonly string[] {
  const parts = example.replaceAll(/(^|[|&] )hopspan /g, "$1npx hopspan ").split(/ (?=--?[a-z])/);
  const lines: string[] = [];
  for (const part of parts) {
    const line = lines.at(-1);
    // Two for the backslash.
    if (line !== undefined && `${line} ${part}`.length <= columns - 2) lines[lines.length - 1] = `${line} ${part}`;
    else lines.push(`${line === undefined ? "  " : "    "}${part}`);
  }
  return lines.map((line, at) => (at === lines.length - 1 ? line : `${line} \\`));
}

const strongText = (colours: boolean) => (text: string) =>
  colours ? styleText("bold", text, { validateStream: false }) : text;
