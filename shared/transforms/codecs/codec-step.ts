// What parse and serialize share: a format, the place where it applies, and how a fabric writes both.

import { ConfigError } from "../../core/errors.ts";
import type { Json } from "../../core/json.ts";
import { jsonBody, withJsonBody } from "../../core/json-body.ts";
import { type Path, parsePath, updateAt } from "../../core/json-path.ts";
import type { Message } from "../../core/message.ts";
import type { Transform } from "../../core/ports.ts";
import type { Codec } from "./codec.ts";
import { codecs } from "./codecs.ts";

const at = {
  type: "string",
  minLength: 1,
  maxLength: 256,
  description: "A path to the field in the body, or to many. Default: the whole body.",
};

/** The JSON Schema: a format's name where it needs no options, or `{ format, ... }` with those of the format. */
export const codecSchema = [
  { enum: Object.keys(codecs).filter((name) => codecs[name]?.required === undefined) },
  ...Object.entries(codecs).map(([name, { options, required = [] }]) => ({
    type: "object",
    properties: { format: { const: name }, at, ...options },
    required: ["format", ...required],
    additionalProperties: false,
  })),
];

/** What is done to a field, and to the whole body. */
interface Ways {
  readonly field: (codec: Codec, found: Json) => Json;
  readonly body: (codec: Codec, message: Message) => Message;
}

/** The step. Throws `ConfigError` for a path that is none, and as the format's factory. */
export function codecStep(options: unknown, ways: Ways): Transform {
  const { format, at: place, ...rest } = typeof options === "string" ? { format: options } : (options as Written);
  const codec = partOf(format).create(rest);
  const path = place === undefined ? undefined : parsePath(place);
  return (message) => [path === undefined ? ways.body(codec, message) : inFields(message, path, codec, ways)];
}

interface Written {
  readonly format: string;
  readonly at?: string;
}

function inFields(message: Message, path: Path, codec: Codec, { field }: Ways): Message {
  const changed = (found: Json | undefined) => (found === undefined ? undefined : field(codec, found));
  return withJsonBody(message, updateAt(jsonBody(message), path, changed));
}

function partOf(format: string) {
  const part = Object.hasOwn(codecs, format) ? codecs[format] : undefined;
  if (part !== undefined) return part;
  const message = `format ${format} is not known: known are ${Object.keys(codecs).join(", ")}`;
  throw new ConfigError([{ severity: "error", code: "OPTIONS", message }]);
}
