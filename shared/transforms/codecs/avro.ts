// Avro's binary form, by a schema that the fabric holds.

import avsc, { type Type } from "avsc";
import { ConfigError, TransformError } from "../../core/errors.ts";
import { isObject, type Json, type JsonObject } from "../../core/json.ts";
import { fittingAvro } from "./avro-fit.ts";
import { avroReader } from "./avro-read.ts";
import type { CodecPart } from "./codec.ts";
import { jsonOf, wellFormed } from "./forms.ts";

/**
 * One datum without a header, as Pub/Sub's binary Avro (https://avro.apache.org/docs/1.11.1/specification/#binary-encoding).
 * Whole numbers are exact up to 2^63; bytes and fixed are base64 text in JSON; a union is its plain value wherever that
 * tells which, else `{"TYPE": value}` as in Avro's own JSON. Throws `TransformError` AVRO for bytes that are no such
 * datum, and with the place for a value that does not fit or would become another, and for a field that the schema lacks;
 * NOT_TEXT for text that is not UTF-8, or could not be written so.
 */
export const avro: CodecPart = {
  options: { schema: { type: "object", description: "An Avro schema (a record), as JSON or YAML." } },
  required: ["schema"],
  create(options) {
    const type = typeOf((options as { readonly schema: Json }).schema);
    const read = avroReader(type);
    return {
      isText: false,
      parse: (bytes) => ({ json: read(bytes) }),
      serialize: (form) => write(type, jsonOf(form)),
    };
  },
};

/** Exact: the library's own reads a long as a double, and refuses it beyond 2^53. */
const long = avsc.types.LongType.__with({
  fromBuffer: (buffer: Buffer) => buffer.readBigInt64LE(),
  toBuffer: (value: bigint | number) => {
    const buffer = Buffer.alloc(8);
    buffer.writeBigInt64LE(BigInt(value));
    return buffer;
  },
  fromJSON: BigInt,
  toJSON: String,
  isValid(value: unknown) {
    if (typeof value !== "bigint" && !Number.isInteger(value)) return false;
    const whole = BigInt(value as bigint | number);
    return BigInt.asIntN(64, whole) === whole;
  },
  compare: (left: bigint, right: bigint) => (left === right ? 0 : left < right ? -1 : 1),
});

/** Bytes as the base64 text that stands for them in JSON. */
class Base64Type extends avsc.types.LogicalType {
  protected override _fromValue(bytes: Buffer): string {
    return bytes.toString("base64");
  }

  protected override _toValue(text: unknown): Buffer | undefined {
    const isBase64 = typeof text === "string" && Buffer.from(text, "base64").toString("base64") === text;
    return isBase64 ? Buffer.from(text, "base64") : undefined;
  }
}

function typeOf(schema: Json): Type {
  try {
    return avsc.Type.forSchema(withBase64(schema) as avsc.Schema, {
      registry: { long },
      logicalTypes: { base64: Base64Type },
      wrapUnions: "auto",
    });
  } catch (thrown) {
    const said = thrown instanceof Error ? thrown.message : "it can't be read";
    throw new ConfigError([{ severity: "error", code: "OPTIONS", message: `avro: the schema is none: ${said}` }]);
  }
}

/** The schema with bytes and fixed told apart; any logical type of theirs would only be the same bytes. */
function withBase64(schema: Json): Json {
  if (schema === "bytes") return { type: "bytes", logicalType: "base64" };
  if (Array.isArray(schema)) return schema.map(withBase64);
  if (!isObject(schema)) return schema;
  const { type, fields, items, values, logicalType: _, ...rest } = schema;
  if (type === "bytes" || type === "fixed") return { ...rest, type, logicalType: "base64" };
  if (type === "array" && isNothing(items)) throw new Error("a list of nothing can't be counted");
  return {
    ...rest,
    ...(type === undefined ? {} : { type: typeof type === "object" ? withBase64(type) : type }),
    ...(Array.isArray(fields) ? { fields: (fields as readonly Json[]).map(withType) } : {}),
    ...(items === undefined ? {} : { items: withBase64(items) }),
    ...(values === undefined ? {} : { values: withBase64(values) }),
  };
}

const withType = (field: Json): Json =>
  isObject(field) ? { ...field, type: withBase64(field["type"] ?? null) } : field;

/** What takes no bytes: a list of it could claim any length. */
function isNothing(schema: Json | undefined): boolean {
  if (schema === "null") return true;
  if (!isObject(schema)) return false;
  const { type, fields, size } = schema as JsonObject;
  if (type === "fixed") return size === 0;
  return (
    type === "record" && Array.isArray(fields) && (fields as readonly Json[]).every((field) => isNothing(typeIn(field)))
  );
}

const typeIn = (field: Json): Json | undefined => (isObject(field) ? field["type"] : undefined);

function write(type: Type, value: Json): Uint8Array {
  const given = fittingAvro(type, wellFormed(value));
  try {
    return type.toBuffer(given);
  } catch {
    // Without the cause: it quotes the value.
    throw new TransformError("AVRO", "the body does not fit the Avro schema");
  }
}
