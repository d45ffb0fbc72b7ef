// Breaks what help says into lines that a terminal shows whole.

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
