// Protocol Buffers, by a schema that the fabric holds.

import protobufjs, { type Type } from "protobufjs";
import { ConfigError, TransformError } from "../../core/errors.ts";
import type { Json } from "../../core/json.ts";
import type { CodecPart } from "./codec.ts";
import { jsonOf, textOf, wellFormed } from "./forms.ts";
import { fitting } from "./protobuf-fit.ts";
import { jsonOfMessage } from "./protobuf-json.ts";
import { findUnknown } from "./protobuf-unknown.ts";

interface Options {
  readonly schema: string;
  readonly message: string;
  readonly unknownFields?: "refuse" | "drop";
}

/**
 * In JSON the names of the schema stand as they are; 64-bit numbers are text, bytes base64, enums names, as in
 * https://protobuf.dev/programming-guides/json/, and fields that were not sent are absent. Throws `TransformError`
 * PROTOBUF: for bytes that are no such message; for fields that the schema lacks, which would be lost, unless
 * `unknownFields: drop`; and with the place, for a value that does not fit or would become another. NOT_TEXT for text that
 * is not UTF-8, or could not be written so.
 */
export const protobuf: CodecPart = {
  options: {
    schema: { type: "string", minLength: 1, description: "The text of a .proto file, without imports." },
    message: { type: "string", minLength: 1, description: "The message's full name: shop.Order." },
    unknownFields: {
      enum: ["refuse", "drop"],
      default: "refuse",
      description: "What parse does with fields that the schema lacks: the message is dead, or they are left out.",
    },
  },
  required: ["schema", "message"],
  create(options) {
    const { schema, message, unknownFields = "refuse" } = options as Options;
    const type = typeOf(schema, message);
    return {
      isText: false,
      parse(bytes) {
        const { json, unknown } = read(type, bytes);
        if (unknown === undefined || unknownFields === "drop") return { json };
        throw new TransformError("PROTOBUF", `the message has a field ${unknown}, which the schema has not`);
      },
      serialize: (form) => type.encode(type.fromObject(fitting(type, wellFormed(jsonOf(form))))).finish(),
    };
  },
};

function typeOf(schema: string, message: string): Type {
  try {
    return protobufjs.parse(schema, { keepCase: true }).root.resolveAll().lookupType(message);
  } catch (thrown) {
    throw new ConfigError([
      { severity: "error", code: "OPTIONS", message: `protobuf: the schema is none: ${wrongWith(thrown)}` },
    ]);
  }
}

/** At the end of the text the library goes on with a token of null, and trips over it or names it. */
function wrongWith(thrown: unknown): string {
  if (!(thrown instanceof Error)) return "it can't be read";
  return thrown instanceof TypeError || thrown.message.includes("'null'")
    ? "it ends before it is whole"
    : thrown.message;
}

function read(type: Type, bytes: Uint8Array): { readonly json: Json; readonly unknown: string | undefined } {
  try {
    const json = jsonOfMessage(
      type,
      type.toObject(type.decode(strictReader(bytes)), { longs: String, bytes: String, enums: String }) as Json,
    );
    return { json, unknown: findUnknown(type, bytes) };
  } catch (thrown) {
    if (thrown instanceof TransformError) throw thrown;
    throw new TransformError("PROTOBUF", "the bytes are no message of the schema", thrown);
  }
}

/** The library's own takes bytes that are not UTF-8 for text, and puts other characters in their place. */
function strictReader(bytes: Uint8Array): protobufjs.Reader {
  const reader = protobufjs.Reader.create(bytes);
  reader.string = () => textOf(reader.bytes());
  return reader;
}
