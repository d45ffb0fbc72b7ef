// What was thrown, in one line: all that an operator's error may take from it.

/** The first line of an error's message, or of what else was thrown; never empty. */
export function firstLine(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
  return text.trimStart().split("\n", 1)[0]?.trimEnd() || "an error without a message";
}
