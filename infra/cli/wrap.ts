// Breaks what help and a run say into lines that a terminal shows whole.

/** Narrower than this nothing can be read: such lines run over instead. */
const LEAST = 24;

/** The text in lines of at most `width` characters, broken between words; a word that is longer stays whole. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    const longer = `${line} ${word}`;
    if (line === undefined || longer.length > Math.max(LEAST, width)) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

/** The text behind `lead`, whose own characters may be fewer than it takes; lines after the first stand below the text. */
export const hanging = (lead: string, indent: number, text: string, columns: number): readonly string[] =>
  wrap(text, columns - indent).map((line, at) => `${at === 0 ? lead : " ".repeat(indent)}${line}`);

/** A command that is to be typed, with its first word behind the verb: broken, a shell would run half of it. */
const COMMAND = /npx hopspan [a-z]+ [^\s;,]+/g;
/** Stands for a space that nothing is broken at; whatever is printable has none. */
const TIED = "\0";

/** Each line of the text that is too long, broken between words, never within a command; the rest stands further in. */
export function wrapLines(text: string, columns: number): string {
  const fitting = (line: string): readonly string[] => {
    if (line.length <= columns) return [line];
    const lead = /^ */.exec(line)?.[0] ?? "";
    const [first = "", ...rest] = wrap(line.slice(lead.length).replaceAll(COMMAND, tie), columns - lead.length);
    const indent = `${lead}  `;
    const after = rest.length === 0 ? [] : wrap(rest.join(" "), columns - indent.length);
    return [`${lead}${first}`, ...after.map((each) => `${indent}${each}`)].map((each) => each.replaceAll(TIED, " "));
  };
  return text.split("\n").flatMap(fitting).join("\n");
}

const tie = (command: string): string => command.replaceAll(" ", TIED);
