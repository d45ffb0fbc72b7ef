// A sink on the engine: turns messages into parcels, and keeps what can't be one from harming the others.

import { classify, SinkError } from "../core/errors.ts";
import type { Message } from "../core/message.ts";
import type { Sink } from "../core/ports.ts";
import { dispatcher, type Packing, type Parcel } from "./dispatch.ts";
import { type Made, type Offload, offloadAll } from "./offload.ts";
import type { Timing, Transmit } from "./request.ts";

/**
 * A Sink on the engine. What `encode` throws is a final refusal of that message alone. `offload` is there where the target has
 * a claim check.
 */
export function packingSink<Entry>({
  packing,
  encode,
  transmit,
  timing,
  offload,
}: {
  readonly packing: Packing;
  readonly encode: (message: Message) => Parcel<Entry>;
  readonly transmit: Transmit<Entry>;
  readonly timing?: Timing;
  readonly offload?: Offload<Entry> | undefined;
}): Sink {
  const dispatch = dispatcher(packing, transmit, timing);
  return {
    async send(messages, budget) {
      const encoded = messages.map((message) => ({ ...attemptEncode(encode, message), message }));
      const made = offload === undefined ? encoded : await offloadAll(encoded, offload, budget);
      const parcels = made.flatMap((each) => ("parcel" in each ? [each.parcel] : []));
      const results = (await dispatch(parcels, budget)).values();
      return made.map((each) => ("parcel" in each ? (results.next().value ?? { kind: "held" }) : each.result));
    },
  };
}

function attemptEncode<Entry>(encode: (message: Message) => Parcel<Entry>, message: Message): Made<Entry> {
  try {
    return { parcel: encode(message) };
  } catch (thrown) {
    const { code, message: said } = classify(thrown);
    const error = thrown instanceof SinkError ? thrown : new SinkError(code, said, false, thrown);
    return { result: { kind: "refused", error } };
  }
}
