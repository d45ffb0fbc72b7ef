// Messages of every kind that a broker can hold, for property tests: the odd ones far more often than life has them.

import fc from "fast-check";
import type { Attribute, Message } from "../../shared/core/message.ts";

/** How far a message may go. */
export interface AnyMessageOptions {
  readonly maxBodyBytes?: number;
  readonly maxAttributes?: number;
  readonly maxValueCharacters?: number;
}

const oddNames = [
  "__proto__",
  "constructor",
  "hopspan",
  "hopspan.1",
  "hopspan-dead",
  "AWS.x",
  "goog.x",
  "googclient_traceparent",
];
const otherNames = [
  "a..b",
  ".a",
  "a.",
  "",
  "ключ",
  "a b",
  "traceparent",
  "tracestate",
  "content-type",
  "ce-id",
  "toString",
];
const traceparents = [
  "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
  "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-03",
  "odd",
];
const awsTraces = [
  "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1",
  "Root=1-x",
  "Self=1-a;Root=b",
];

/** Letters, punctuation, controls, what XML forbids, and what lies beyond the basic plane; never half a pair. */
const anyText = (maxLength: number) =>
  fc.oneof(
    fc.string({ unit: "grapheme-ascii", maxLength }),
    fc.string({ unit: "binary", maxLength }).map((value) => value.toWellFormed()),
    fc.constantFrom("", " ", "\u0000", "\ufffe", "\ufeffbom", "\r\n", "\u007f", "😀", '{"v":1}', "1.0", "007"),
  );

const label = fc.option(fc.constantFrom("kg", "png", "a.b", "with space", "ü"), { nil: undefined });
const typed = (kind: string, value: fc.Arbitrary<string>) =>
  fc
    .tuple(label, value)
    .map(([own, text]): Attribute => ({ type: own === undefined ? kind : `${kind}.${own}`, value: text }));
const numbers = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.constantFrom("1.50", "007", "-0", "1e400", "0.1", "12345678901234567890123456789012345678", "-3.25", "0"),
);

const anyAttribute = (maxLength: number): fc.Arbitrary<Attribute> =>
  fc.oneof(
    typed("String", anyText(maxLength)),
    typed("String", anyText(maxLength)),
    typed("Number", numbers),
    typed(
      "Binary",
      fc.uint8Array({ minLength: 1, maxLength }).map((bytes) => Buffer.from(bytes).toString("base64")),
    ),
  );

const anyName = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/),
  fc.constantFrom(...oddNames),
  fc.constantFrom(...otherNames),
  anyText(300),
);

const anyBody = (maxLength: number) =>
  fc.oneof(
    fc.uint8Array({ maxLength }),
    anyText(maxLength).map((value) => new Uint8Array(Buffer.from(value))),
    fc.json().map((value) => new Uint8Array(Buffer.from(value))),
  );

const anyKey = fc.oneof(
  fc.stringMatching(/^[!-~]{1,128}$/),
  fc.constantFrom("with space", "ключ", "k".repeat(129), "k".repeat(1_025), "\u0000", "c-1"),
);

/** A message with any of everything. Bodies are plain `Uint8Array`s, so that whole values can be compared. */
export function anyMessage(options: AnyMessageOptions = {}): fc.Arbitrary<Message> {
  const { maxBodyBytes = 300, maxAttributes = 14, maxValueCharacters = 60 } = options;
  const attribute = fc.oneof(
    { weight: 9, arbitrary: anyAttribute(maxValueCharacters) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(...traceparents, "x".repeat(1_025), "ü".repeat(600))
        .map((value) => ({ type: "String", value })),
    },
  );
  return fc.record(
    {
      id: fc.oneof(
        fc.uuid().map((id) => `orders:${id}`),
        fc.constantFrom("orders:1.0", "schlüssel:7", `long:${"x".repeat(200)}`),
      ),
      body: anyBody(maxBodyBytes),
      attributes: fc.array(fc.tuple(anyName, attribute), { maxLength: maxAttributes }).map((list) => new Map(list)),
      orderingKey: anyKey,
      tenant: anyKey,
      deduplicationId: anyKey,
      traceHeader: fc.constantFrom(...awsTraces),
      trail: fc.array(fc.stringMatching(/^[a-z]{1,9}\/[a-z.-]{1,12}$/), { maxLength: 5 }),
      sentAt: fc.integer({ min: 0, max: 4_102_444_800_000 }),
    },
    { requiredKeys: ["id", "body", "attributes", "trail", "sentAt"] },
  );
}
