// Lines at the foot of a terminal that are drawn again and again, with everything else said above them.

import { stripVTControlCharacters } from "node:util";
import { wipe } from "./screen.ts";

/** How large a terminal is, in characters; where that is not known, or 0, it counts as 80 by 24. */
export interface Size {
  readonly columns?: number;
  readonly rows?: number;
}

/** The foot of one terminal. */
export interface Bars {
  /** Draws these in place of the last ones; of more than there is room for only the first, and how many are left. */
  draw(lines: readonly string[]): void;
  /** Says something in their place: they come back with the next drawing. */
  say(text: string): void;
}

/** Prints nothing but lines; `size` is asked at each drawing. */
export function bars(out: (text: string) => void, size: () => Size): Bars {
  let drawn = 0;
  const say = (text: string) => {
    out(`${wipe(drawn)}${text}`);
    drawn = 0;
  };
  return {
    say,
    draw(lines) {
      const { columns, rows } = size();
      const width = columns || 80;
      const shown = inRoom(lines, width, (rows || 24) - 1);
      if (shown.length === 0) return;
      say(shown.join("\n"));
      drawn = heightOf(shown, width);
    },
  };
}

/** A line that is longer than the terminal is wide takes several rows. */
const heightOf = (lines: readonly string[], width: number): number =>
  lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(stripVTControlCharacters(line).length / width)), 0);

/** What has scrolled away can't be drawn again: it would be repeated each time. */
function inRoom(lines: readonly string[], width: number, rows: number): readonly string[] {
  if (heightOf(lines, width) <= rows) return lines;
  let count = 0;
  while (heightOf(lines.slice(0, count + 1), width) < rows) count++;
  return [...lines.slice(0, count), `and ${lines.length - count} more`];
}
