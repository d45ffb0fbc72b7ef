// The pieces that an Avro datum is made of, each held against the bytes that are left.

import { TransformError } from "../../core/errors.ts";
import { DEEPEST_NESTING } from "../../core/json.ts";
import { textOf } from "./forms.ts";

/** Values without a byte of their own (nulls, empty records) beyond one for each byte that there is; ours. */
const MOST_NOTHINGS = 100_000;

/** Where in the bytes a reader stands, and how much more it may make of them. */
export interface Cursor {
  readonly bytes: Buffer;
  at: number;
  nothings: number;
  levels: number;
}

/** At the first of the bytes, which are not copied. */
export const cursor = ({ buffer, byteOffset, length }: Uint8Array): Cursor => ({
  bytes: Buffer.from(buffer, byteOffset, length),
  at: 0,
  nothings: MOST_NOTHINGS + length,
  levels: DEEPEST_NESTING,
});

/** For bytes that are cut off, or are something else. */
export const badDatum = () => new TransformError("AVRO", "the bytes are no Avro datum of the schema");

/** The next bytes, as a view. Throws `TransformError` AVRO where there are not as many. */
export function taken(from: Cursor, length: number): Buffer {
  const end = from.at + length;
  if (end > from.bytes.length) throw badDatum();
  const bytes = from.bytes.subarray(from.at, end);
  from.at = end;
  return bytes;
}

/** A whole number of 32 bits. */
export const int = (from: Cursor): number => Number(whole(from, 32));

/** One of 64 bits: a number where 28 bits do, else a bigint. */
export const long = (from: Cursor): number | bigint => whole(from, 64);

/** Seven bits a byte, the lowest first. */
function whole(from: Cursor, bits: 32 | 64): number | bigint {
  let value = 0;
  for (let shift = 0; shift < 28; shift += 7) {
    const byte = nextByte(from);
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return (value >>> 1) ^ -(value & 1);
  }
  let folded = BigInt(value);
  for (let shift = 28n; shift < BigInt(bits); shift += 7n) {
    const byte = nextByte(from);
    folded |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return unfolded(folded, bits);
  }
  throw badDatum();
}

/** Signs alternate: 0, -1, 1, -2. */
function unfolded(folded: bigint, bits: 32 | 64): bigint {
  if (folded >> BigInt(bits) !== 0n) throw badDatum();
  return (folded >> 1n) ^ -(folded & 1n);
}

function nextByte(from: Cursor): number {
  const byte = from.bytes[from.at];
  if (byte === undefined) throw badDatum();
  from.at += 1;
  return byte;
}

/** One byte, 0 or 1. */
export function truth(from: Cursor): boolean {
  const byte = nextByte(from);
  if (byte > 1) throw badDatum();
  return byte === 1;
}

/** A length, of which there are as many bytes. */
export function lengthOf(from: Cursor): number {
  const length = Number(long(from));
  if (length < 0 || length > from.bytes.length - from.at) throw badDatum();
  return length;
}

/** Throws `TransformError` NOT_TEXT for bytes that are not UTF-8. */
export const text = (from: Cursor): string => textOf(taken(from, lengthOf(from)));

/** To be called for each value that takes no byte. Throws `TransformError` AVRO where there are too many. */
export function nothing(from: Cursor): void {
  if (from.nothings === 0) throw badDatum();
  from.nothings -= 1;
}

/**
 * Reads blocks of items until an empty one; a negative count has the size of its block behind it. Throws `TransformError`
 * AVRO for a count that the bytes can't bear, before anything is read, and for a block of another size.
 */
export function blocks(from: Cursor, readItem: () => void): void {
  for (let told = Number(long(from)); told !== 0; told = Number(long(from))) {
    const end = told < 0 ? lengthOf(from) + from.at : undefined;
    const count = Math.abs(told);
    // What has no byte of its own is counted too, so nothing honest is more than both together.
    if (count > from.bytes.length - from.at + from.nothings) throw badDatum();
    for (let read = 0; read < count; read += 1) readItem();
    if (end !== undefined && end !== from.at) throw badDatum();
  }
}

/** The same reader, one level down. Throws `TransformError` TOO_DEEP beyond `DEEPEST_NESTING`. */
export function deeper<Value>(read: (from: Cursor) => Value): (from: Cursor) => Value {
  return (from) => {
    if (from.levels === 0)
      throw new TransformError("TOO_DEEP", `the datum is nested too deeply: at most ${DEEPEST_NESTING} were expected`);
    from.levels -= 1;
    const value = read(from);
    from.levels += 1;
    return value;
  };
}
