// What reaches the terminal: our own colours and bars, and nothing else that a terminal would obey.

import { printable } from "../../shared/core/printable.ts";

const ESCAPE = "\u001b";

/**
 * Goes before a line that takes the place of the last `rows` ones. It begins at the left edge: a Ctrl-C is shown where the
 * cursor stands.
 */
export const wipe = (rows: number): string => (rows > 0 ? `\r${ESCAPE}[${rows}A${ESCAPE}[J` : "");

const OURS = `\\r${ESCAPE}\\[\\d+A${ESCAPE}\\[J|${ESCAPE}\\[[0-9;]*m`;
const COMMANDS = new RegExp(`(${OURS})|[^\\P{Cc}\\n\\t]`, "gu");

/**
 * The text with every control shown instead of done, but for line ends and tabs, and, on a terminal, colours and what `wipe`
 * gives. The last guard: whatever comes from others is to be made printable where it is put in, also its line ends.
 */
export const onScreen = (text: string, interactive: boolean): string =>
  text.replace(COMMANDS, (found, ours: string | undefined) =>
    ours !== undefined && interactive ? found : printable(found),
  );
