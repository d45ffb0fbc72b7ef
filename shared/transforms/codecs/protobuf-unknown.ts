// Whether a Protocol Buffers message holds what its schema does not know: the library would leave it out in silence.

import protobufjs, { type Field, type Type } from "protobufjs";

/** How deep messages may stand in one another; the library's own limit for reading. */
const DEEPEST = 100;

/** https://protobuf.dev/programming-guides/encoding/#groups */
const GROUP = 3;
const END_OF_GROUP = 4;

/**
 * The first unknown field as `outer.7`, by the schema's names and its number; undefined where there is none. The bytes
 * must be a message that the type has decoded. Fields inside map entries and groups are looked at too.
 */
export const findUnknown = (type: Type, bytes: Uint8Array, levels = DEEPEST): string | undefined =>
  findIn(type, protobufjs.Reader.create(bytes), levels);

/** Up to the end of the bytes, or of the group that the reader stands in. */
function findIn(type: Type, reader: protobufjs.Reader, levels: number): string | undefined {
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    const [id, wireType] = [tag >>> 3, tag & 7];
    if (wireType === END_OF_GROUP) return undefined;
    const field = type.fieldsById[id];
    if (field === undefined) return String(id);
    const inner = field.resolve().resolvedType;
    if ((wireType !== 2 && wireType !== GROUP) || !(inner instanceof protobufjs.Type) || levels === 0) {
      reader.skipType(wireType);
      continue;
    }
    const found =
      wireType === GROUP ? findIn(inner, reader, levels - 1) : findInside(field, inner, reader.bytes(), levels - 1);
    if (found !== undefined) return `${field.name}.${found}`;
  }
  return undefined;
}

const findInside = (field: Field, type: Type, held: Uint8Array, levels: number): string | undefined =>
  field.map ? findInEntry(type, held, levels) : findUnknown(type, held, levels);

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
