// Help that a person likes: what it is for first, then the words to type.

import { styleText } from "node:util";
import type { Verb } from "./verb.ts";

/** The whole command on one screen. */
export function overview(verbs: readonly (readonly [string, Verb])[], colours: boolean): string {
  const strong = strongText(colours);
  const width = Math.max(...verbs.map(([name]) => name.length)) + 3;
  return [
    "Hopspan relays messages between AWS SQS and Google Cloud Pub/Sub. One file, the fabric, says which.",
    "",
    strong("Verbs"),
    ...verbs.map(([name, { about }]) => `  ${strong(name.padEnd(width))}${about}`),
    "",
    strong("Start here"),
    "  hopspan init my-fabric                       a small fabric to change",
    "  hopspan dev my-fabric/fabric.yaml            runs it on this machine, both clouds",
    "",
    "More on a verb: hopspan VERB --help; the version: hopspan --version",
    "Exit codes: 0 done, 1 done and the answer is no, 2 called wrongly, 3 something outside is not there",
  ].join("\n");
}

/** One verb: usage, options, examples. */
export function verbHelp(name: string, { usage, about, options, examples }: Verb, colours: boolean): string {
  const strong = strongText(colours);
  const rows = Object.entries(options).map(([option, { about: line, value, short }]) => {
    const flag = `--${option}${value === undefined ? "" : ` ${value}`}`;
    return [short === undefined ? flag : `-${short}, ${flag}`, line] as const;
  });
  const width = Math.max(0, ...rows.map(([flag]) => flag.length)) + 3;
  return [
    about,
    "",
    `${strong("Usage")}  hopspan ${name} ${usage}`.trimEnd(),
    ...(rows.length === 0
      ? []
      : ["", strong("Options"), ...rows.map(([flag, line]) => `  ${flag.padEnd(width)}${line}`)]),
    ...(examples.length === 0 ? [] : ["", strong("Examples"), ...examples.map((line) => `  ${line}`)]),
  ].join("\n");
}

const strongText = (colours: boolean) => (text: string) =>
  colours ? styleText("bold", text, { validateStream: false }) : text;
