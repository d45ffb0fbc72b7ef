// Whether a Protocol Buffers message holds what its schema does not know: the library would leave it out in silence.

import protobufjs, { type Type } from "protobufjs";

/** How deep messages may stand in one another; the library's own limit for reading. */
const DEEPEST = 100;

/**
 * The first unknown field as `outer.7`, by the schema's names and its number; undefined where there is none. The bytes
 * must be a message that the type has decoded. Fields inside map entries are looked at too.
 */
export function findUnknown(type: Type, bytes: Uint8Array, levels = DEEPEST): string | undefined {
  const reader = protobufjs.Reader.create(bytes);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    const [id, wireType] = [tag >>> 3, tag & 7];
    const field = type.fieldsById[id];
    if (field === undefined) return String(id);
    const inner = field.resolve().resolvedType;
    if (wireType !== 2 || !(inner instanceof protobufjs.Type) || levels === 0) {
      reader.skipType(wireType);
      continue;
    }
    const held = reader.bytes();
    const found = field.map ? findInEntry(inner, held, levels - 1) : findUnknown(inner, held, levels - 1);
    if (found !== undefined) return `${field.name}.${found}`;
  }
  return undefined;
}

/** An entry of a map is a message of its own: field 1 the key, field 2 the value. */
function findInEntry(type: Type, entry: Uint8Array, levels: number): string | undefined {
  const reader = protobufjs.Reader.create(entry);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag >>> 3 === 2 && (tag & 7) === 2) return findUnknown(type, reader.bytes(), levels);
    reader.skipType(tag & 7);
  }
  return undefined;
}
