// What parse and serialize ask of a format.

import type { Json } from "../../core/json.ts";

/** What a format gives and takes: bytes, or a value that stands in a JSON body. */
export type Form = { readonly bytes: Uint8Array } | { readonly json: Json };

/**
 * One format, made of its options once per cold start. `parse` reads the bytes that a system sent, `serialize` writes
 * them; both are pure, and each undoes the other. Both throw `TransformError`, which never quotes what they met.
 */
export interface Codec {
  /** The format writes text: inside a JSON body it stands as it is, where another stands as base64. */
  readonly isText: boolean;
  parse(bytes: Uint8Array): Form;
  serialize(form: Form): Uint8Array;
}

/** A format of the table: the JSON Schema of its options beside `format` and `at`, and its factory. */
export interface CodecPart {
  readonly options: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
  /** Throws `ConfigError` for options that a schema can't tell. */
  create(options: unknown): Codec;
}
