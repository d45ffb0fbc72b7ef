// What a step's options say of their patterns, which nobody should have to read.

/** Words by pattern, as zod writes one. */
export type PatternWords = ReadonlyMap<string, string>;

/**
 * All of a JSON Schema that have words: `patternErrorMessage` beside `pattern`, which editors show as well:
 * https://github.com/microsoft/vscode-json-languageservice/blob/main/src/jsonSchema.ts.
 */
export function patternWords(schema: unknown): PatternWords {
  if (typeof schema !== "object" || schema === null) return new Map();
  const { pattern, patternErrorMessage: words } = schema as Readonly<Record<string, unknown>>;
  const inner = Object.values(schema).flatMap((each) => [...patternWords(each)]);
  const here =
    typeof pattern === "string" && typeof words === "string" ? [[String(new RegExp(pattern)), words] as const] : [];
  return new Map([...inner, ...here]);
}
