// Writes a body, or a field of it, in the format that a system reads.

import type { TransformPart } from "../core/ports.ts";
import { serializeField } from "./codecs/at-field.ts";
import { codecSchema, codecStep } from "./codecs/codec-step.ts";

/** Nothing else of the message changes. What the format can't write is a `TransformError` with the format's code. */
export const serialize: TransformPart = {
  options: {
    description: "Writes a body, or fields of it: as JSON in text, base64, gzip, CSV, Avro, Protocol Buffers.",
    examples: [
      "gzip",
      { format: "json", at: "payload" },
      { format: "base64", alphabet: "url", at: "payload.note" },
      { format: "csv", names: ["sku", "payload"], delimiter: ";", rows: "many" },
      {
        format: "avro",
        schema: {
          type: "record",
          name: "Count",
          fields: [
            { name: "sku", type: "string" },
            { name: "count", type: "long" },
          ],
        },
      },
    ],
    anyOf: codecSchema,
  },
  create: (options) =>
    codecStep(options, {
      field: serializeField,
      body: (codec, message) => ({ ...message, body: codec.serialize({ bytes: message.body }) }),
    }),
};
