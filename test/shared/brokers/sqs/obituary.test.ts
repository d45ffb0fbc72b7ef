import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEAD, type LastWords } from "../../../../shared/brokers/last-words.ts";
import { SQS_LIMITS } from "../../../../shared/brokers/sqs/endpoint.ts";
import { letters } from "../../../../shared/brokers/sqs/obituary.ts";
import { messageBytes } from "../../../../shared/brokers/sqs/size.ts";
import type { SqsReceived, SqsWire } from "../../../../shared/brokers/sqs/wire.ts";
import { DecodeError } from "../../../../shared/core/errors.ts";
import { type Attribute, text } from "../../../../shared/core/message.ts";
import { aDelivery } from "../../../support/a-message.ts";
import { overSqs } from "../../../support/wire-limits.ts";

const LIMIT = SQS_LIMITS.messageBytes;
const reason = { link: "retail/export", error: new DecodeError("HEADER", "the header is damaged"), at: 7 };
const received = (parts: Partial<SqsReceived> = {}): SqsReceived => ({
  endpoint: "orders",
  fifo: true,
  messageId: "m-1",
  sentAt: 1,
  body: "hello",
  attributes: new Map(),
  groupId: "g",
  traceHeader: "Root=1-x",
  ...parts,
});
const all = (parts: Partial<SqsReceived>, why = reason) => [
  ...letters(received(parts), aDelivery("m-1", { attempt: 3 }), why),
];

/** As large as it may be, less so many bytes. */
function filled(attributes: ReadonlyMap<string, Attribute>, slack: number) {
  return { attributes, body: "x".repeat(LIMIT - messageBytes({ body: "", attributes }) - slack) };
}

type Said = Partial<LastWords> & { readonly body?: "json"; readonly attributes?: readonly [string, string, string][] };

/** What a reader makes of a letter: the words, and the message as it was. */
function read({ body, attributes }: SqsWire, before: ReadonlyMap<string, Attribute>) {
  const own = attributes.get(DEAD);
  const isBare = own === undefined || own === before.get(DEAD);
  const { attributes: inside = [], body: form, ...words }: Said = isBare ? {} : JSON.parse(own.value);
  const plain = [...attributes].filter(([name]) => isBare || name !== DEAD);
  const moved = inside.map(([name, type, value]) => [name, { type, value }] as const);
  return {
    words,
    isBare,
    message: { body: form === "json" ? JSON.parse(body) : body, attributes: new Map([...plain, ...moved]) },
  };
}

const legalText = fc
  .string({ unit: "binary", minLength: 1, maxLength: 60 })
  .map((value) => value.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "?"));
const anyAttribute: fc.Arbitrary<Attribute> = fc.oneof(
  legalText.map(text),
  fc.integer().map((value) => ({ type: "Number.kg", value: String(value) })),
  fc
    .uint8Array({ minLength: 1, maxLength: 90 })
    .map((bytes) => ({ type: "Binary", value: Buffer.from(bytes).toString("base64") })),
);
const anyName = fc.oneof(fc.stringMatching(/^[A-Za-z0-9_-]{1,30}$/), fc.constantFrom("hopspan", DEAD, "__proto__"));
const anyAttributes = fc
  .uniqueArray(fc.tuple(anyName, anyAttribute), { maxLength: 10, selector: ([name]) => name })
  .map((list) => new Map(list));

describe("a letter to a queue", () => {
  it("fits wherever its message did, and gives the message back whole, however little room there is", () => {
    fc.assert(
      fc.property(anyAttributes, fc.oneof(fc.nat(60), fc.nat(900)), (attributes, slack) => {
        const raw = filled(attributes, slack);
        const forms = all(raw);
        for (const letter of forms) expect(read(letter, attributes).message).toEqual(raw);
        const [first] = forms;
        const over = first && overSqs(first).filter((rule) => rule !== "attribute names");
        expect(over).toEqual([]);
        expect(forms.at(-1)).toMatchObject({ groupId: "g", deduplicationId: "m-1", traceHeader: "Root=1-x" });
      }),
      { numRuns: 150 },
    );
  });

  const ten = new Map(Array.from({ length: 10 }, (_, at) => [`name-${at}`, text("v".repeat(at + 1))] as const));
  it.each([
    ["no attributes", new Map()],
    ["nine attributes", new Map([...ten].slice(1))],
    ["ten attributes", ten],
  ])("says as much as there is room for, byte by byte: %s", (_, attributes) => {
    const said = Array.from({ length: 260 }, (__, slack) => {
      const [letter] = all(filled(attributes, slack));
      if (letter === undefined) throw new Error("there is always a letter");
      const { isBare, words } = read(letter, attributes);
      const room = LIMIT - messageBytes(letter);
      return { said: isBare ? -1 : Object.keys(words).length, reason: [...(words.reason ?? "")].length, room };
    });
    // Nothing, then where and what, then all with a reason that grows: never less for more room.
    expect(said[0]).toEqual({ said: -1, reason: 0, room: 0 });
    expect([...new Set(said.map((each) => each.said))]).toEqual([-1, 2, 7]);
    expect(said.map((each) => each.reason)).toEqual(said.map((each) => each.reason).toSorted((a, b) => a - b));
    expect(said.at(-1)?.reason).toBe(reason.error.message.length);
    // A cut reason leaves less room than one more character, or the first one with its sign that more was there, takes.
    const cut = said.filter((each) => each.said === 7 && each.reason < reason.error.message.length);
    expect(cut.filter(({ room, reason: length }) => room >= (length === 0 ? 4 : 1))).toEqual([]);
  });

  it("has ten attributes at the very limit as they came, without a word", () => {
    const raw = filled(ten, 0);
    expect(all(raw)).toEqual([{ ...raw, groupId: "g", deduplicationId: "m-1", traceHeader: "Root=1-x" }]);
  });

  it("moves the longest name, or else the smallest attribute, so that a large one does not cost the reason", () => {
    const large = { type: "Binary", value: Buffer.alloc(600_000).toString("base64") };
    const attributes = new Map([...[...ten].slice(1), ["the-longest-name-of-all", large] as const]);
    const [roomy] = all({ attributes });
    const [tight] = all(filled(attributes, 300));
    expect([roomy, tight].map((letter) => [...(letter?.attributes.keys() ?? [])])).toEqual([
      [...[...ten.keys()].slice(1), DEAD],
      [...[...ten.keys()].slice(2), "the-longest-name-of-all", DEAD],
    ]);
    expect(tight && read(tight, attributes).words.reason).toBe(reason.error.message);
  });

  it("writes a body that no queue takes as JSON, and says so", () => {
    for (const body of ["", "nul \u0000", "half \ud800 a pair", "\uffff", '"quoted" \ufffe\n']) {
      const [letter] = all({ body });
      expect(letter && [overSqs(letter), read(letter, new Map()).message.body]).toEqual([[], body]);
      expect(JSON.parse(letter?.attributes.get(DEAD)?.value ?? "{}")).toMatchObject({ body: "json", code: "HEADER" });
    }
  });

  it("goes without a word in the end, as the queue has delivered it, an earlier reason included", () => {
    const attributes = new Map([[DEAD, text("before")]]);
    expect(all({ attributes }).map((letter) => letter.attributes.get(DEAD)?.value)).toEqual([
      expect.stringContaining('"attributes":[["hopspan-dead","String","before"]]'),
      '{"link":"retail/export","code":"HEADER","attributes":[["hopspan-dead","String","before"]]}',
      "before",
    ]);
  });
});
