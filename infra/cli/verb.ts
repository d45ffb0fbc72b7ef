// What every verb of the command is made of, and how one ends.

import type { ParseArgsOptionsConfig } from "node:util";

/** Exit codes that scripts can rely on. */
export const EXIT = {
  /** Done, and the answer is yes. */
  ok: 0,
  /** Done, and the answer is no: problems found, an example fails, a message is unaccounted for. */
  failed: 1,
  /** Called wrongly: an unknown verb, option or endpoint, a file that can't be read or is no sound fabric. */
  usage: 2,
  /** Something outside is not there: a server, a port, a running fabric. */
  unavailable: 3,
  /** Done as far as could be, and standard output does not take what there is to say. */
  unwritten: 4,
} as const;

/** One of `EXIT`. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The world as a verb sees it; tests bring their own. */
export interface Terminal {
  readonly out: (line: string) => void;
  /** Resolves once all that `out` was given has been taken; rejects with `OutputError` where it can't be. */
  readonly written: () => Promise<void>;
  readonly err: (line: string) => void;
  /** True where a person looks on: progress is drawn, colours are used. */
  readonly interactive: boolean;
  /** How many characters a line may have: the terminal's own width, 80 where there is none. */
  readonly columns: number;
  /** True where standard input is a keyboard: whoever sits there has to end it, and to be told. */
  readonly keyboard: boolean;
  readonly environment: NodeJS.ProcessEnv;
  readonly folder: string;
  /** All of standard input. Rejects where the user asks to end before that. */
  readonly input: () => Promise<Buffer>;
  /** Ends when the user asks to end: Ctrl-C, SIGTERM. */
  readonly ended: AbortSignal;
}

/** An option of a verb, as `node:util` parses it, with the line that help shows. */
export type Options = {
  readonly [name: string]: ParseArgsOptionsConfig[string] & { readonly about: string; readonly value?: string };
};

/** What was written behind the verb, parsed by its own options. `order` keeps options as they came. */
export interface Given {
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
  readonly order: readonly { readonly name: string; readonly value: string | undefined }[];
}

/** One verb: what help says of it, and what it does. Throws `CommandError` for what the user can mend. */
export interface Verb {
  readonly usage: string;
  readonly about: string;
  readonly options: Options;
  readonly examples: readonly string[];
  run(given: Given, terminal: Terminal): Promise<ExitCode>;
}

/** Something that the user can mend: one line that says what, and the code to end with. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly exit: ExitCode;
  constructor(message: string, exit: ExitCode = EXIT.usage) {
    super(message);
    this.exit = exit;
  }
}

/** A text option, or nothing where it was not given. */
export function textOption({ options }: Given, name: string): string | undefined {
  const value = options[name];
  return typeof value === "string" ? value : undefined;
}

/** A whole number from `least` to `most`. Throws `CommandError` for anything else. */
export function countOption(given: Given, name: string, least: number, most = MOST): number | undefined {
  const text = textOption(given, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^[0-9]+$/.test(text) || !Number.isSafeInteger(value) || value < least)
    throw new CommandError(`--${name} must be a whole number of at least ${least}, not "${text}"`);
  if (value > most) throw new CommandError(`--${name} must be at most ${most}, not ${text}`);
  return value;
}

const MOST = Number.MAX_SAFE_INTEGER;
