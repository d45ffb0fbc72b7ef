// A format applied to one field of a JSON body: text stands there as it is, other bytes as base64.

import { TransformError } from "../../core/errors.ts";
import type { Json } from "../../core/json.ts";
import { base64 } from "./base64.ts";
import type { Codec } from "./codec.ts";
import { bytesOf, textOf, utf8 } from "./forms.ts";

const inText = base64.create({});

/** The field parsed; a null stays. Throws `TransformError` SHAPE where it is no text, and as the codec. */
export function parseField(codec: Codec, found: Json): Json {
  if (found === null) return null;
  if (typeof found !== "string") throw new TransformError("SHAPE", "text was expected in the field to be parsed");
  const bytes = utf8(found);
  const form = codec.parse(codec.isText ? bytes : bytesOf(inText.parse(bytes)));
  return "json" in form ? form.json : textOf(form.bytes);
}

/** The field written as text; a null stays. Throws as the codec. */
export function serializeField(codec: Codec, found: Json): Json {
  if (found === null) return null;
  const bytes = codec.serialize({ json: found });
  return textOf(codec.isText ? bytes : inText.serialize({ bytes }));
}
