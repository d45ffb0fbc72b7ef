// Text of others on a terminal: what would move the cursor, or hide what stands behind it, is shown and not done.

/** Controls, marks that nobody sees or that turn the direction of writing, and separators of lines. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** One line, whatever the text was: controls, line ends and format characters stand as JSON escapes them. */
export const printable = (text: string): string => text.replace(UNSEEN, escaped);

/** The same of what may have several lines: their ends stay. */
export const printableLines = (text: string): string => text.split("\n").map(printable).join("\n");

/** The value as JSON in one line that reads back to the very same value; undefined as `null`. */
export const printableJson = (value: unknown): string => printable(JSON.stringify(value) ?? "null");

/** JSON has short forms for the best known controls, and units of UTF-16 for all others. */
function escaped(char: string): string {
  const short = JSON.stringify(char).slice(1, -1);
  if (short !== char) return short;
  const units = Array.from({ length: char.length }, (_, at) => char.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}
