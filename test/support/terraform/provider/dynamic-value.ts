// Values on the way between terraform and a provider: MessagePack, in which an unknown one is an extension.

import { decode, ExtensionCodec, encode } from "@msgpack/msgpack";
import { UNKNOWN, type Values } from "../schema/value.ts";

/** As the protocol has it; the other form, JSON, is only sent by providers that have no MessagePack. */
export interface DynamicValue {
  readonly msgpack: Uint8Array;
}

/** https://github.com/hashicorp/terraform/blob/main/docs/plugin-protocol/object-wire-format.md#schemaattribute-mapping-rules-for-messagepack */
const UNKNOWN_EXTENSION = 0;
/** Unknown, with something known of it. */
const REFINED_EXTENSION = 12;

/** The codec knows objects only: inside of it, one object stands for what is unknown. */
class Unknown {}
const unknown = new Unknown();

const extensionCodec = new ExtensionCodec();
extensionCodec.register({
  type: UNKNOWN_EXTENSION,
  encode: (value: unknown) => (value instanceof Unknown ? new Uint8Array([0]) : null),
  decode: () => unknown,
});
extensionCodec.register({ type: REFINED_EXTENSION, encode: () => null, decode: () => unknown });

/** Reads what terraform sent; null where it sent nothing. */
export function fromWire(value: DynamicValue | null): Values | null {
  if (value === null || value.msgpack.length === 0) return null;
  return replaced(decode(value.msgpack, { extensionCodec }), unknown, UNKNOWN) as Values | null;
}

/** Writes what terraform is to get. */
export const toWire = (value: Values | null): DynamicValue => ({
  msgpack: encode(replaced(value, UNKNOWN, unknown), { extensionCodec }),
});

/** State that terraform has kept as JSON. */
export const fromState = (json: Uint8Array): Values => JSON.parse(Buffer.from(json).toString()) as Values;

function replaced(value: unknown, from: unknown, to: unknown): unknown {
  if (value === from) return to;
  if (Array.isArray(value)) return value.map((each) => replaced(each, from, to));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, replaced(each, from, to)]));
}
