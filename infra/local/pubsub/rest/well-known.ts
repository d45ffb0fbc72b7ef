// The messages that stand in JSON as something simpler: https://protobuf.dev/programming-guides/json/

import type { Fields } from "../forms/fields.ts";

/** Both ways; `read` gives nothing for what is none. */
interface Form {
  readonly read: (value: unknown) => Fields | undefined;
  readonly write: (fields: Fields) => unknown;
}

const [DURATION, MILLIS] = [/^(-?[0-9]{1,12})(?:\.([0-9]{1,9}))?s$/, 1_000];

const nanosOf = (digits = ""): number => Number(digits.padEnd(9, "0"));
const fraction = (nanos: number): string =>
  nanos === 0
    ? ""
    : `.${String(nanos)
        .padStart(9, "0")
        .replace(/(000)+$/, "")}`;

/** Not by `String`, which does what an object says of itself, and fails where that is no function. */
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

function readDuration(value: unknown): Fields | undefined {
  const [, seconds, digits] = DURATION.exec(textOf(value)) ?? [];
  return seconds === undefined ? undefined : { seconds: Number(seconds), nanos: nanosOf(digits) };
}

function readTimestamp(value: unknown): Fields | undefined {
  const [, digits] = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(\d{1,9}))?(?:Z|[+-]\d\d:\d\d)$/.exec(textOf(value)) ?? [];
  const ms = Date.parse(textOf(value).replace(/\.\d+/, ""));
  if (Number.isNaN(ms) || !textOf(value).includes("T")) return undefined;
  return { seconds: Math.floor(ms / MILLIS), nanos: nanosOf(digits) };
}

function writeTimestamp({ seconds, nanos }: Fields): string {
  const whole = new Date(Number(seconds) * MILLIS).toISOString().replace(/\.\d+Z$/, "");
  return `${whole}${fraction(Number(nanos ?? 0))}Z`;
}

const snake = (path: string): string => path.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** By their full names, with a dot in front. */
export const WELL_KNOWN: ReadonlyMap<string, Form> = new Map<string, Form>([
  [
    ".google.protobuf.Duration",
    { read: readDuration, write: ({ seconds, nanos }) => `${seconds}${fraction(Number(nanos ?? 0))}s` },
  ],
  [".google.protobuf.Timestamp", { read: readTimestamp, write: writeTimestamp }],
  [
    ".google.protobuf.FieldMask",
    {
      read: (value) =>
        typeof value === "string" ? { paths: value === "" ? [] : value.split(",").map(snake) } : undefined,
      write: ({ paths }) => (paths as readonly string[]).join(","),
    },
  ],
]);
