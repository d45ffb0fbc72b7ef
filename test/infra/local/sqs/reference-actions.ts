// What is done to an engine and its reference alike.

import fc from "fast-check";

/** One thing that is done to a queue: 0 is the one that is sent to, 1 that of its dead letters. */
export type Action =
  | { readonly kind: "send"; readonly group: number; readonly key: number; readonly delay: number }
  | {
      readonly kind: "receive";
      readonly queue: 0 | 1;
      readonly limit: number;
      readonly seconds: number;
      readonly attempt: number;
    }
  | { readonly kind: "delete"; readonly pick: number }
  | { readonly kind: "change"; readonly pick: number; readonly seconds: number }
  | { readonly kind: "purge"; readonly queue: 0 | 1 }
  | { readonly kind: "set"; readonly queue: 0 | 1; readonly what: 0 | 1 | 2; readonly seconds: number }
  | { readonly kind: "count"; readonly queue: 0 | 1 }
  | { readonly kind: "move"; readonly perSecond: number }
  | { readonly kind: "pass"; readonly seconds: number };

const side = fc.constantFrom(0 as const, 0 as const, 1 as const);
const seconds = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.constantFrom(43_000, 43_200));
/** Any of them, the likelier the more comes of it. */
export const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant("send" as const), group: fc.nat(2), key: fc.nat(30), delay: fc.nat(9) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("receive" as const),
      queue: side,
      limit: fc.integer({ min: 1, max: 10 }),
      seconds,
      attempt: fc.nat(3),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("delete" as const), pick: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("change" as const), pick: fc.nat(), seconds }) },
  fc.record({ kind: fc.constant("purge" as const), queue: side }),
  fc.record({ kind: fc.constant("count" as const), queue: side }),
  fc.record({ kind: fc.constant("move" as const), perSecond: fc.constantFrom(1, 3, 500) }),
  fc.record({ kind: fc.constant("set" as const), queue: side, what: fc.constantFrom(0, 1, 2), seconds: fc.nat(90) }),
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("pass" as const),
      seconds: fc.oneof(fc.nat(40), fc.constantFrom(300, 43_200)),
    }),
  },
);
