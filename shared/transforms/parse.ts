// Reads a body, or a field of it, that a system has written in some format.

import { withJsonBody } from "../core/json-body.ts";
import type { TransformPart } from "../core/ports.ts";
import { parseField } from "./codecs/at-field.ts";
import { codecSchema, codecStep } from "./codecs/codec-step.ts";

/** Nothing else of the message changes. What is not of the format is a `TransformError` with the format's code. */
export const parse: TransformPart = {
  options: {
    description: "Reads a body, or fields of it: JSON in text, base64, gzip, CSV, Avro, Protocol Buffers.",
    examples: [
      "gzip",
      { format: "json", at: "payload" },
      { format: "csv", names: ["sku", "count"], numbers: ["count"] },
      {
        format: "protobuf",
        schema: 'syntax = "proto3"; message Count { string sku = 1; int32 count = 2; }',
        message: "Count",
      },
      { format: "avro", schema: { type: "record", name: "Count", fields: [{ name: "sku", type: "string" }] } },
    ],
    anyOf: codecSchema,
  },
  create: (options) =>
    codecStep(options, {
      field: parseField,
      body(codec, message) {
        const form = codec.parse(message.body);
        return "json" in form ? withJsonBody(message, form.json) : { ...message, body: form.bytes };
      },
    }),
};
