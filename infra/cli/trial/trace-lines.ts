// The way of a message as lines for a person: what it is after each step, splits as a tree.

import { styleText } from "node:util";
import type { Message } from "../../../shared/core/message.ts";
import { printable, printableJson } from "../../../shared/core/printable.ts";
import type { Hop } from "../../../shared/fabric/fabric.ts";
import { readable } from "../print-message.ts";
import type { Joined, LinkTrace, Next, Seen, Step, Way } from "./walk.ts";

/** Whose way it is, and whether a terminal shows colours. */
export interface Look {
  readonly hop: Hop;
  readonly colours: boolean;
}

/** All lines of one link. Nothing of the message acts on a terminal. */
export const traceLines = ({ link, seen }: LinkTrace, look: Look): readonly string[] => [
  painted(look, "bold", `link ${link}`),
  ...indented([...messageLines(seen.message), ...nextLines(seen, look)]),
];

/** Behind an inner queue the message is what was put in there. */
const onwardLines = ({ link, seen }: LinkTrace, look: Look): readonly string[] =>
  indented([painted(look, "bold", `link ${link}`), ...indented(nextLines(seen, look))]);

function nextLines({ message, next }: Seen, look: Look): readonly string[] {
  switch (next?.kind) {
    case undefined:
      return [];
    case "step":
      return [painted(look, "cyan", stepName(next.step)), ...becameLines(message, next.became, look)];
    case "failed":
      return [painted(look, "cyan", stepName(next.step)), ...indented([errorLine(next, look)])];
    case "refused":
      return next.on === undefined ? [errorLine(next, look)] : refusedLines(message, next.on, look);
    case "elsewhere":
      return [painted(look, "dim", "another link of the hop takes it")];
    case "joined":
      return [painted(look, "dim", "joined to one before it")];
    case "unsent":
      return [painted(look, "dim", "not sent: another part of the message is given up, and with it the whole")];
    case "sent":
      return next.ways.length === 1
        ? next.ways.flatMap((way) => wayLines(message, way, look))
        : branched(next.ways.map((way) => wayLines(message, way, look)));
  }
}

function becameLines(before: Message, became: readonly Seen[], look: Look): readonly string[] {
  const [only, ...more] = became;
  if (only === undefined) return indented([painted(look, "yellow", "dropped")]);
  if (more.length === 0) return [...indented(changedLines(before, only.message, look)), ...nextLines(only, look)];
  return [
    ...indented([`${became.length} messages`]),
    ...branched(became.map((each) => [...messageLines(each.message), ...nextLines(each, look)])),
  ];
}

function wayLines(message: Message, { to, branch, joined, ending, onward }: Way, look: Look): readonly string[] {
  const chosen = branch === undefined ? [] : [choiceLine(message, branch, look)];
  const ended = ending === undefined ? [] : nextLines(ending, look);
  const target = painted(look, "green", onward === undefined ? `to ${to}` : `to the inner queue ${to}`);
  const one = joined === undefined ? [] : joinedLines(joined, look);
  const on = joined?.place === "before" ? [...one, ...ended] : [...ended, ...one];
  return [...chosen, ...on, target, ...(onward === undefined ? [] : onwardLines(onward, look))];
}

/** What is sent in the place of each. */
const joinedLines = ({ parts, message }: Joined, look: Look): readonly string[] => [
  painted(look, "cyan", parts === 1 ? "batch: alone" : `batch: ${parts} messages as one`),
  ...indented(messageLines(message)),
];

/** The step that refuses it says why. */
const refusedLines = (message: Message, { branch, joined, ending }: Way, look: Look): readonly string[] => [
  ...(branch === undefined ? [] : [choiceLine(message, branch, look)]),
  ...(joined?.place === "before" ? joinedLines(joined, look) : []),
  ...(ending === undefined ? [] : nextLines(ending, look)),
];

/** Which branch or share, and why. */
function choiceLine({ orderingKey }: Message, branch: number, { hop, colours }: Look): string {
  const { choice } = hop;
  const shown = (text: string) => painted({ colours }, "cyan", text);
  if (choice?.kind !== "route") {
    const why =
      orderingKey === undefined ? "by id and body, as it has no key" : `by its key ${printableJson(orderingKey)}`;
    return `${shown("toOneOf")}: target ${branch + 1} of ${hop.to.length}, ${why}`;
  }
  const when = choice.branches[branch]?.when;
  const number = `branch ${branch + 1} of ${choice.branches.length}`;
  return `${shown("route")}: ${number}, ${when === undefined ? "which takes the rest" : `since ${printable(when)}`}`;
}

/** The name and the options, in one line. */
function stepName({ name, options, part }: Step): string {
  const whose = part === "hop" ? "" : ` (the ${part} asks for it)`;
  return `${name}${options === undefined ? "" : ` ${printableJson(options)}`}${whose}`;
}

const errorLine = ({ error }: Extract<Next, { readonly error: unknown }>, look: Look): string =>
  painted(look, "red", `dead: ${error.code}: ${printable(error.message)}`);

/** Only what a step has changed is worth reading. */
function changedLines(before: Message, after: Message, look: Look): readonly string[] {
  const [from, to] = [messageLines(before), messageLines(after)];
  return from.join("\n") === to.join("\n") ? [painted(look, "dim", "unchanged")] : to;
}

function messageLines({ body, attributes, orderingKey }: Message): readonly string[] {
  const named = [...attributes].map(
    ([name, { type, value }]) =>
      `${printable(name)}${type === "String" ? "" : ` (${printable(type)})`} ${printableJson(value)}`,
  );
  return [
    body.length === 0 ? "an empty body" : readable(body),
    ...(orderingKey === undefined ? [] : [`key ${printableJson(orderingKey)}`]),
    ...(named.length === 0 ? [] : [`attributes ${named.join(", ")}`]),
  ];
}

const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);

/** Each part with a branch of the tree before it. */
function branched(parts: readonly (readonly string[])[]): readonly string[] {
  return parts.flatMap((lines, at) => {
    const isLast = at === parts.length - 1;
    return lines.map((line, row) => `  ${row === 0 ? (isLast ? "└ " : "├ ") : isLast ? "  " : "│ "}${line}`);
  });
}

const painted = (
  { colours }: Pick<Look, "colours">,
  style: "bold" | "cyan" | "green" | "red" | "yellow" | "dim",
  text: string,
) => (colours ? styleText(style, text, { validateStream: false }) : text);
