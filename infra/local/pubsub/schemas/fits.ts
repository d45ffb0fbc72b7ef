// Whether data is what a schema says: Avro or Protocol Buffers, in their binary form or in JSON.

import avsc from "avsc";
import type { Json } from "../../../../shared/core/json.ts";
import { avro } from "../../../../shared/transforms/codecs/avro.ts";
import { invalid } from "../fault.ts";
import { SERVICE_LIMITS } from "../limits.ts";
import { protobufFits } from "./protobuf-fits.ts";

/** The kinds of schema that the service knows. */
export type SchemaType = "AVRO" | "PROTOCOL_BUFFER";

/** How messages may be encoded. */
export type SchemaEncoding = "JSON" | "BINARY";

/** True for data that the schema takes. */
export type Fits = (data: Uint8Array, encoding: SchemaEncoding) => boolean;

/** Throws `INVALID_ARGUMENT` for what is no schema of its type: https://cloud.google.com/pubsub/docs/schemas */
export function fitsOf(type: SchemaType, definition: string): Fits {
  const bytes = Buffer.byteLength(definition);
  if (definition.trim() === "") throw invalid("Invalid schema: the definition is empty.");
  if (bytes > SERVICE_LIMITS.schemaBytes)
    throw invalid(`The definition is too large: it has ${bytes} bytes, the maximum is ${SERVICE_LIMITS.schemaBytes}.`);
  const test = readable(() => (type === "AVRO" ? avroFits(definition) : protobufFits(definition)));
  return (data, encoding) => {
    try {
      return test(data, encoding);
    } catch {
      return false;
    }
  };
}

function readable<Read>(read: () => Read): Read {
  try {
    return read();
  } catch (thrown) {
    const said = thrown instanceof Error ? thrown.message : "it can't be read";
    throw invalid(`Invalid schema definition: ${said}`);
  }
}

/** May throw where it does not fit. JSON is Avro's own: a union's value stands under the name of its type. */
function avroFits(definition: string): Fits {
  const schema: Json = JSON.parse(definition);
  const type = avsc.Type.forSchema(schema as avsc.Schema, { wrapUnions: true });
  const binary = avro.create({ schema });
  return (data, encoding) => {
    if (encoding === "JSON") type.fromString(Buffer.from(data).toString());
    else binary.parse(data);
    return true;
  };
}
