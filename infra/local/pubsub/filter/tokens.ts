// Cuts a filter of a subscription into its words, so that the grammar need not know of blanks and quotes.

import { invalid } from "../fault.ts";

/** A word of a filter. A `text` is a string literal, already without its quotes and escapes. */
export interface Token {
  readonly kind: "text" | "name" | "sign" | "end";
  readonly value: string;
}

/** Letters, digits, hyphens and underscores need no quotes; a hyphen at the start is a sign of its own: it negates. */
const WORD = /\s*(?:("(?:[^"\\]|\\[\s\S])*")|([A-Za-z0-9_][A-Za-z0-9_-]*)|(!=|[:=.(),-]))/y;
const ESCAPE = /\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([0-7]{3})|([\s\S]))/g;
const PLAIN: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", a: "\x07", b: "\b", f: "\f", v: "\v" };

/** The words in order, with an `end` behind them. Throws `INVALID_ARGUMENT` where something is no word. */
export function tokensOf(filter: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; filter.slice(at).trim() !== ""; at = WORD.lastIndex) {
    WORD.lastIndex = at;
    const [, text, name, sign] = WORD.exec(filter) ?? [];
    if (text !== undefined) tokens.push({ kind: "text", value: unquoted(text) });
    else if (name !== undefined) tokens.push({ kind: "name", value: name });
    else if (sign !== undefined) tokens.push({ kind: "sign", value: sign });
    else throw invalid(`Invalid filter: position ${at} starts neither a name, a string literal nor an operator.`);
  }
  return [...tokens, { kind: "end", value: "" }];
}

const unquoted = (literal: string): string =>
  literal.slice(1, -1).replace(ESCAPE, (_, hex, short, long, octal, plain: string) => {
    const code = hex ?? short ?? long;
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
    return code === undefined ? (PLAIN[plain] ?? plain) : codePoint(Number.parseInt(code, 16));
  });

function codePoint(value: number): string {
  if (value > 0x10_ff_ff) throw invalid("Invalid filter: an escape names a character that does not exist.");
  return String.fromCodePoint(value);
}
