// Whether data is a message of a Protocol Buffers schema, in the binary form or in the JSON form of Protocol Buffers.

import protobufjs, { type NamespaceBase, type Type } from "protobufjs";
import { isObject, type Json } from "../../../../shared/core/json.ts";
import { protobuf } from "../../../../shared/transforms/codecs/protobuf.ts";

/**
 * Throws for what is no schema, imports another, or has not exactly one message at its top:
 * https://cloud.google.com/pubsub/docs/schemas#schema-types. The test may throw where data does not fit.
 */
export function protobufFits(definition: string): (data: Uint8Array, encoding: "JSON" | "BINARY") => boolean {
  const { root, imports = [], weakImports = [] } = protobufjs.parse(definition, { keepCase: true });
  if (imports.length + weakImports.length > 0) throw new Error("it imports, and a schema stands alone");
  const [type, ...others] = messagesOf(root.resolveAll());
  if (type === undefined || others.length > 0) throw new Error("it must have exactly one message at its top");
  const message = type.fullName.slice(1);
  const codec = protobuf.create({ schema: definition, message, unknownFields: "drop" });
  return (data, encoding) => {
    if (encoding === "BINARY") codec.parse(data);
    else codec.serialize({ json: asWritten(type, JSON.parse(Buffer.from(data).toString())) });
    return true;
  };
}

function messagesOf(space: NamespaceBase): readonly Type[] {
  return space.nestedArray.flatMap((each) => {
    if (each instanceof protobufjs.Type) return [each];
    return each instanceof protobufjs.Namespace ? messagesOf(each) : [];
  });
}

/** JSON may name a field as the schema does, or in lowerCamelCase: https://protobuf.dev/programming-guides/json/ */
function asWritten(type: Type, value: Json): Json {
  if (!isObject(value)) return value;
  const names = new Map(type.fieldsArray.map(({ name }) => [protobufjs.util.camelCase(name), name]));
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const written = Object.hasOwn(type.fields, name) ? name : (names.get(name) ?? name);
      const inner = type.fields[written]?.resolve().resolvedType;
      return [written, inner instanceof protobufjs.Type ? eachAsWritten(inner, member) : member];
    }),
  );
}

const eachAsWritten = (type: Type, value: Json): Json =>
  Array.isArray(value) ? value.map((item) => asWritten(type, item)) : asWritten(type, value);
