// A sink on the engine: turns messages into parcels, and keeps what can't be one from harming the others.

import { classify, SinkError } from "../core/errors.ts";
import type { Message } from "../core/message.ts";
import type { Sink } from "../core/ports.ts";
import { dispatcher, type Packing, type Parcel } from "./dispatch.ts";
import type { Timing, Transmit } from "./request.ts";

/** A Sink on the engine. What `encode` throws is a final refusal of that message alone. */
export function packingSink<Entry>({
  packing,
  encode,
  transmit,
  timing,
}: {
  readonly packing: Packing;
  readonly encode: (message: Message) => Parcel<Entry>;
  readonly transmit: Transmit<Entry>;
  readonly timing?: Timing;
}): Sink {
  const dispatch = dispatcher(packing, transmit, timing);
  return {
    async send(messages, budget) {
      const made = messages.map((message) => attemptEncode(encode, message));
      const parcels = made.flatMap((each) => ("refused" in each ? [] : [each.parcel]));
      const results = (await dispatch(parcels, budget)).values();
      return made.map((each) =>
        "refused" in each ? { kind: "refused", error: each.refused } : (results.next().value ?? { kind: "held" }),
      );
    },
  };
}

function attemptEncode<Entry>(
  encode: (message: Message) => Parcel<Entry>,
  message: Message,
): { readonly parcel: Parcel<Entry> } | { readonly refused: SinkError } {
  try {
    return { parcel: encode(message) };
  } catch (thrown) {
    const { code, message: said } = classify(thrown);
    return { refused: thrown instanceof SinkError ? thrown : new SinkError(code, said, false, thrown) };
  }
}
