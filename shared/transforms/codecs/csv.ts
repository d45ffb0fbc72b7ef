// CSV: one line, or several, as objects with names.

import { stringify } from "csv-stringify/sync";
import { ConfigError, TransformError } from "../../core/errors.ts";
import { isObject, type Json, jsonNumber } from "../../core/json.ts";
import type { Codec, CodecPart } from "./codec.ts";
import { csvLines } from "./csv-lines.ts";
import { jsonOf, textOf, utf8 } from "./forms.ts";

interface Options {
  readonly names: readonly string[];
  readonly numbers?: readonly string[];
  readonly rows?: "one" | "many";
  readonly delimiter?: string;
}

const names = { type: "array", minItems: 1, maxItems: 1_000, items: { type: "string", minLength: 1, maxLength: 256 } };

/**
 * RFC 4180 (https://www.rfc-editor.org/rfc/rfc4180): quotes where needed, doubled inside; an empty field is empty text, and
 * an empty line is left out, unless lines have one field.
 * `rows: many` reads a list of objects, for split. Throws `TransformError` CSV for bad quotes, another number of fields
 * than names, or of rows than one; NUMBER for a field of `numbers` that is none; SHAPE for what a field can't hold.
 */
export const csv: CodecPart = {
  options: {
    names: { ...names, description: "The fields of a line, in their order." },
    numbers: { ...names, description: "Which of them parse reads as numbers. Default: all are text." },
    rows: { enum: ["one", "many"], default: "one", description: "many: the body is a list of objects, a line each." },
    delimiter: {
      type: "string",
      pattern: '^[^"\\r\\n]$',
      patternErrorMessage: 'must be one character, and neither " nor the end of a line',
      default: ",",
      description: "What stands between fields.",
    },
  },
  required: ["names"],
  create(options) {
    const { names, numbers = [], rows = "one", delimiter = "," } = options as Options;
    const unknown = numbers.find((name) => !names.includes(name));
    if (unknown !== undefined) throw refused(`numbers has ${unknown}, which names has not`);
    if (new Set(names).size < names.length) throw refused("names has one name twice");
    return rows === "one" ? oneRow({ names, numbers, delimiter }) : manyRows({ names, numbers, delimiter });
  },
};

interface Shape {
  readonly names: readonly string[];
  readonly numbers: readonly string[];
  readonly delimiter: string;
}

function oneRow(shape: Shape): Codec {
  return {
    isText: true,
    parse(bytes) {
      const [row, ...more] = read(bytes, shape);
      if (row === undefined || more.length > 0) throw new TransformError("CSV", "one line was expected");
      return { json: row };
    },
    serialize: (form) => utf8(written([jsonOf(form)], shape)),
  };
}

const manyRows = (shape: Shape): Codec => ({
  isText: true,
  parse: (bytes) => ({ json: read(bytes, shape) }),
  serialize(form) {
    const rows = jsonOf(form);
    if (!Array.isArray(rows)) throw new TransformError("SHAPE", "a list of objects was expected, a line each");
    return utf8(rows.length === 0 ? "" : `${written(rows as readonly Json[], shape)}\n`);
  },
});

function read(bytes: Uint8Array, { names, numbers, delimiter }: Shape): readonly Json[] {
  // Of one field, an empty line is a line like any other.
  return csvLines(textOf(bytes), delimiter, names.length === 1).map((row) => {
    if (row.length !== names.length)
      throw new TransformError("CSV", `a line has ${row.length} fields, ${names.length} were expected`);
    return Object.fromEntries(names.map((name, at) => [name, field(row[at] ?? "", name, numbers)]));
  });
}

/** A number is written in CSV as JSON writes it, or it is none; empty is null. */
function field(text: string, name: string, numbers: readonly string[]): Json {
  if (!numbers.includes(name)) return text;
  if (text === "") return null;
  const number = jsonNumber(text);
  if (number !== undefined) return number;
  throw new TransformError("NUMBER", `field ${name} of a line is no number as JSON writes one`);
}

function written(rows: readonly Json[], { names, delimiter }: Shape): string {
  const fields = rows.map((row) => {
    if (!isObject(row)) throw new TransformError("SHAPE", "an object was expected, to become a line");
    const extra = Object.keys(row).length - names.filter((name) => Object.hasOwn(row, name)).length;
    if (extra > 0) throw new TransformError("SHAPE", `the object has ${extra} fields that the line has no name for`);
    return names.map((name) => cell(Object.hasOwn(row, name) ? (row[name] ?? null) : null, name));
  });
  // An empty line, a byte order mark and a lone return mean something else to those who read without quotes.
  const quoted = { quoted_empty: names.length === 1, quoted_match: /^\ufeff|\r/ };
  return stringify(fields, { delimiter, record_delimiter: "\n", eof: false, ...quoted });
}

function cell(value: Json, name: string): string {
  if (value === null) return "";
  if (typeof value === "string") return value;
  if (Array.isArray(value) || isObject(value))
    throw new TransformError("SHAPE", `field ${name} holds a list or an object: a line holds text, numbers and truths`);
  return JSON.stringify(value);
}

const refused = (message: string) =>
  new ConfigError([{ severity: "error", code: "OPTIONS", message: `csv: ${message}` }]);
