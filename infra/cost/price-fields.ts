// The forms that single fields of the price file have.

/** Takes the words for one fault. */
export type Says = (message: string) => unknown;

interface Form {
  readonly holds: (value: unknown) => boolean;
  readonly words: string;
}

const MARKS: readonly unknown[] = ["V", "V*", "S", "U"];

const isDate = (value: unknown): boolean =>
  typeof value === "string" && /^\d{4}-\d{2}(-\d{2})?$/.test(value) && !Number.isNaN(Date.parse(value));

/** What a field can be asked to be. */
export const when = {
  positive: { holds: (value) => typeof value === "number" && value > 0, words: "a number above 0" },
  amount: { holds: (value) => typeof value === "number" && value >= 0, words: "a number of at least 0" },
  text: { holds: (value) => typeof value === "string" && value.trim() !== "", words: "text" },
  date: { holds: isDate, words: "a date as 2026-03 or 2026-03-31" },
  mark: { holds: (value) => MARKS.includes(value), words: "one of V, V*, S, U" },
} as const satisfies Record<string, Form>;

/** Says so where the field is not there or not of its form. */
export function field(entry: Readonly<Record<string, unknown>>, name: string, what: string, form: Form, says: Says) {
  if (!form.holds(entry[name])) says(`${what}: ${name} must be ${form.words}`);
}

/** True for an object that can be read by name; a list is none. */
export const isTable = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
