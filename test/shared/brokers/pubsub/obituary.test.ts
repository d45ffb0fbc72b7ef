import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEAD, type LastWords } from "../../../../shared/brokers/last-words.ts";
import { PUBSUB_LIMITS } from "../../../../shared/brokers/pubsub/endpoint.ts";
import { letters } from "../../../../shared/brokers/pubsub/obituary.ts";
import { messageBytes } from "../../../../shared/brokers/pubsub/size.ts";
import type { PubsubWire } from "../../../../shared/brokers/pubsub/wire.ts";
import { DecodeError } from "../../../../shared/core/errors.ts";
import { aDelivery } from "../../../support/a-message.ts";
import { overPubsub } from "../../../support/wire-limits.ts";

const LIMIT = PUBSUB_LIMITS.messageBytes;
const reason = { link: "retail/export", error: new DecodeError("HEADER", "the header is damaged"), at: 7 };
const all = (raw: PubsubWire, why = reason) => [...letters(aDelivery("m-1", { attempt: 3, raw }), why)];

/** One block for all messages: a letter is held against its own size, never against these bytes. */
const block = new Uint8Array(LIMIT);
const bare = (attributes: Readonly<Record<string, string>>) => ({ data: new Uint8Array(), attributes });
/** As large as it may be, less so many bytes. */
const filled = (attributes: Readonly<Record<string, string>>, slack: number): PubsubWire => ({
  data: block.subarray(0, LIMIT - messageBytes({ ...bare(attributes), orderingKey: "k" }) - slack),
  attributes,
  orderingKey: "k",
});

/** What a reader makes of a letter: the words, and the attributes as they were. */
function read({ attributes }: PubsubWire, before: Readonly<Record<string, string>>) {
  const isBare = Object.keys(attributes).every((name) => attributes[name] === before[name]);
  if (isBare) return { isBare, words: {} as Partial<LastWords>, attributes: { ...attributes } };
  const parts = Object.keys(attributes).filter((name) => /^hopspan-dead\.\d+$/.test(name));
  const whole = parts.sort((a, b) => Number(a.slice(13)) - Number(b.slice(13))).map((name) => attributes[name]);
  const inside = JSON.parse(whole.join("") || "[]") as [string, string][];
  const plain = Object.entries(attributes).filter(([name]) => name !== DEAD && !parts.includes(name));
  const words = JSON.parse(attributes[DEAD] ?? "{}") as Partial<LastWords>;
  return { isBare, words, attributes: Object.fromEntries([...plain, ...inside]) };
}

const anyName = fc.oneof(
  fc.stringMatching(/^[a-z]{1,20}$/),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }),
  fc.constantFrom(DEAD, `${DEAD}.1`, `${DEAD}.2`, "googclient_x", "n".repeat(256), "hopspan"),
);
const anyValue = fc
  .oneof(fc.string({ unit: "binary", maxLength: 60 }), fc.constantFrom("v".repeat(1_024), ""))
  .map((value) => value.toWellFormed());
const anyAttributes = fc
  .uniqueArray(fc.tuple(anyName, anyValue), { maxLength: 100, selector: ([name]) => name, size: "max" })
  .map((list) => Object.fromEntries(list.filter(([name]) => Buffer.byteLength(name) <= 256)));
const hundred = (value: string) =>
  Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`n${at}`, value] as const));

describe("a letter to a topic", () => {
  it("fits wherever its message did, and gives the message back whole, however little room there is", () => {
    fc.assert(
      fc.property(anyAttributes, fc.oneof(fc.nat(60), fc.nat(3_000)), (attributes, slack) => {
        const raw = filled(attributes, slack);
        const forms = all(raw);
        expect(forms.map((letter) => read(letter, attributes).attributes)).toEqual(forms.map(() => attributes));
        expect(forms.map(({ data, orderingKey }) => [data.byteLength, orderingKey])).toEqual(
          forms.map(() => [raw.data.byteLength, "k"]),
        );
        const [first] = forms;
        const over = first && overPubsub(first).filter((rule) => rule !== "keys that belong to Google");
        expect(over).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    ["no attributes", {}, 260],
    ["99 attributes", Object.fromEntries(Object.entries(hundred("v")).slice(1)), 260],
    ["a hundred attributes", hundred("v"), 400],
  ])("says as much as there is room for, byte by byte: %s", (_, attributes, most) => {
    const said = Array.from({ length: most }, (__, slack) => {
      const [letter] = all(filled(attributes, slack));
      if (letter === undefined) throw new Error("there is always a letter");
      const { isBare, words } = read(letter, attributes);
      const room = LIMIT - messageBytes(letter);
      return { said: isBare ? -1 : Object.keys(words).length, reason: [...(words.reason ?? "")].length, room };
    });
    expect(said[0]).toEqual({ said: -1, reason: 0, room: 0 });
    expect([...new Set(said.map((each) => each.said))]).toEqual([-1, 2, 7]);
    expect(said.map((each) => each.reason)).toEqual(said.map((each) => each.reason).toSorted((a, b) => a - b));
    expect(said.at(-1)?.reason).toBe(reason.error.message.length);
    const cut = said.filter((each) => each.said === 7 && each.reason < reason.error.message.length);
    expect(cut.filter(({ room, reason: length }) => room >= (length === 0 ? 4 : 1))).toEqual([]);
  });

  it("is the message as it came where a hundred full attributes leave no place for a word", () => {
    const raw = { ...bare(hundred("v".repeat(1_024))), data: Buffer.from("body") };
    expect(all(raw)).toEqual([raw]);
  });

  it("keeps within an attribute's size, whatever a link's name grows to", () => {
    const said = [900, 926, 990, 1_000].map((length) => {
      const [letter] = all(bare({ a: "1" }), { ...reason, link: "l".repeat(length) });
      const { reason: why, ...others } = JSON.parse(letter?.attributes[DEAD] ?? "{}") as Partial<LastWords>;
      return [why, ...Object.keys(others)];
    });
    expect(said).toEqual([
      ["the header is damaged", "link", "code", "class", "at", "attempt", "receipt"],
      ["", "link", "code", "class", "at", "attempt", "receipt"],
      [undefined, "link", "code"],
      [undefined],
    ]);
  });

  it("carries what could not be published under its own name", () => {
    const odd = { "": "empty", "goog-x": "1", ["n".repeat(257)]: "long name", half: "\ud800", wide: "v".repeat(1_025) };
    const attributes = { ...odd, googclient_x: "1", plain: "1" };
    const [first, ...others] = all({ data: Buffer.from("x"), attributes });
    expect(first && Object.keys(first.attributes)).toEqual(["googclient_x", "plain", DEAD, `${DEAD}.1`, `${DEAD}.2`]);
    // The last one leaves the client's own name to nobody's judgement either.
    const last = others.at(-1);
    expect(last && Object.keys(last.attributes)).toEqual(["plain", `${DEAD}.1`, `${DEAD}.2`]);
    expect([first, last].map((letter) => letter && read(letter, attributes).attributes)).toEqual([
      attributes,
      attributes,
    ]);
  });

  it("gives back what Pub/Sub itself has added rather than not to be taken at all", () => {
    const added = {
      CloudPubSubDeadLetterSourceDeliveryCount: "5",
      CloudPubSubDeadLetterSourceSubscription: "orders",
      CloudPubSubDeadLetterSourceSubscriptionProject: "shop",
      CloudPubSubDeadLetterSourceTopicPublishTime: "2026-02-26T19:13:55.749Z",
    };
    const [few, many] = [{ a: "1" }, hundred("v")];
    for (const own of [few, many]) {
      const moved = { ...filled(own, 0), attributes: { ...own, ...added } };
      const forms = all(moved);
      const last = forms.at(-1);
      expect(last && [last.attributes, messageBytes(last), overPubsub(last)]).toEqual([own, LIMIT, []]);
    }
    // With room for it, it is kept, also beyond what a publisher could send.
    const [roomy] = all({ ...filled(many, 2_000), attributes: { ...many, ...added } });
    expect(roomy && [overPubsub(roomy), read(roomy, {}).attributes]).toEqual([[], { ...many, ...added }]);
  });

  it("is refused for a delivery of another broker", () => {
    expect(() => letters(aDelivery("r"), reason)).toThrow(
      expect.objectContaining({ code: "NOT_A_PUSH", retryable: true }),
    );
  });
});
