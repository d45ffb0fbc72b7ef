// A terminal for verbs that run within the test: what they say is kept, and nobody sits before it unless a test says so.

import type { Terminal } from "../../infra/cli/verb.ts";

/** A terminal and what it was told, line by line. */
export interface ToldTerminal {
  readonly terminal: Terminal;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

/** Without a person, an input or a folder of its own; whatever is given replaces its part. */
export function aTerminal(parts: Partial<Terminal> = {}): ToldTerminal {
  const out: string[] = [];
  const err: string[] = [];
  const terminal: Terminal = {
    out: (line) => void out.push(line),
    written: async () => {},
    err: (line) => void err.push(line),
    interactive: false,
    columns: 80,
    keyboard: false,
    environment: {},
    folder: ".",
    input: async () => Buffer.alloc(0),
    ended: new AbortController().signal,
    ...parts,
  };
  return { terminal, out, err };
}
