import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toWire } from "../../../../shared/brokers/pubsub/wire.ts";
import { KEYED_ROWS, KEYED_ROWS_NAME } from "../../../../shared/fabric/deployment/keyed-rows.ts";
import { aMessage } from "../../../support/a-message.ts";

interface Passed {
  readonly data: string;
  readonly attributes: Readonly<Record<string, string>>;
}
type Step = (message: Partial<Passed>, metadata: { readonly publish_time?: string }) => Passed;

// Where it runs there is nothing but the language.
const step = runInNewContext(`${KEYED_ROWS}; ${KEYED_ROWS_NAME}`, {}) as Step;
const publish_time = "2026-01-05T08:00:10Z";
const published = Date.parse(publish_time).toString(16);
const sequenceOf = ({ data }: Passed): string => JSON.parse(data)._CHANGE_SEQUENCE_NUMBER;

describe("a keyed row", () => {
  it("is an upsert, in the order in which messages were first sent", () => {
    const sentAt = Date.UTC(2026, 0, 5, 8);
    const { attributes } = toWire(aMessage({ sentAt }));
    const row = step({ data: '{"order_id":"o-1"}', attributes }, { publish_time });
    expect(row).toEqual({
      data: `{"_CHANGE_TYPE":"UPSERT","_CHANGE_SEQUENCE_NUMBER":"${sentAt.toString(16)}/${published}","order_id":"o-1"}`,
      attributes,
    });
  });

  it("finds when it was sent in a header of several attributes, and never in what others wrote there", () => {
    const trail = Array.from({ length: 60 }, (_, at) => `a-fabric/with-a-long-hop-${at},"s":1`);
    const { attributes } = toWire(aMessage({ sentAt: 1_700_000_000_000, trail }));
    expect(attributes).toHaveProperty(["hopspan.1"]);
    expect(sequenceOf(step({ data: "{}", attributes }, { publish_time }))).toBe(
      `${(1_700_000_000_000).toString(16)}/${published}`,
    );
  });

  it("without a header is in the order of publishing", () => {
    expect(sequenceOf(step({ data: "{}", attributes: {} }, { publish_time }))).toBe(`${published}/${published}`);
    expect(sequenceOf(step({ data: "{}" }, {}))).toBe("0/0");
    const foreign = { hopspan: 'a user\'s own, "s":5' };
    expect(sequenceOf(step({ data: "{}", attributes: foreign }, { publish_time }))).toBe(`${published}/${published}`);
  });

  it("keeps the body's text, large numbers too", () => {
    const { data } = step({ data: ' \n{ "total": 9007199254740993 }', attributes: {} }, { publish_time });
    expect(data).toMatch(/^ \n\{"_CHANGE_TYPE".*, "total": 9007199254740993 \}$/);
  });

  it("is any JSON object, with all that it had", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (row) => {
        const text = JSON.stringify(row);
        const { _CHANGE_TYPE, _CHANGE_SEQUENCE_NUMBER, ...rest } = JSON.parse(
          step({ data: text, attributes: {} }, { publish_time }).data,
        );
        expect([_CHANGE_TYPE, rest]).toEqual(["UPSERT", JSON.parse(text)]);
      }),
    );
  });

  it("says itself what it changes, where it does", () => {
    const message = { data: '{"order_id":"o-1","_CHANGE_TYPE":"DELETE"}', attributes: {} };
    expect(step(message, { publish_time })).toEqual(message);
  });

  it("that is none is refused", () => {
    for (const text of ["[]", "null", "1", "no JSON"]) expect(() => step({ data: text }, { publish_time })).toThrow();
  });
});
