import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LastWords, lastWords, letterForms } from "../../../shared/brokers/last-words.ts";
import { DecodeError } from "../../../shared/core/errors.ts";
import { aDelivery } from "../../support/a-message.ts";

const dying = (text: string): LastWords =>
  lastWords(aDelivery("r1", { attempt: 4 }), { link: "shop/orders", error: new DecodeError("HEADER", text), at: 7 });
const forms = (words: LastWords, room: number) =>
  letterForms<string>(
    words,
    (said) => {
      const text = JSON.stringify(said);
      return Buffer.byteLength(text) <= room ? text : undefined;
    },
    () => ["bare", "barer"],
  );
const brief = '{"link":"shop/orders","code":"HEADER"}';

describe("letterForms", () => {
  it("says everything where there is room, and less each time that it is asked for more", () => {
    const whole = {
      link: "shop/orders",
      code: "HEADER",
      class: "DecodeError",
      reason: "the header is cut",
      at: 7,
      attempt: 4,
      receipt: "r1",
    };
    expect(lastWords(aDelivery("r1"), { link: "l", error: new DecodeError("C", "why"), at: 7 }).attempt).toBe(
      undefined,
    );
    expect([...forms(dying("the header is cut"), 1_000)]).toEqual([JSON.stringify(whole), brief, "bare", "barer"]);
  });

  it("cuts the reason's text to what fits, never inside a character, and leaves no byte that another would fit in", () => {
    const anyReason = fc.string({ unit: "binary", minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(anyReason, fc.nat(300), (text, room) => {
        const words = dying(text);
        const least = Buffer.byteLength(JSON.stringify({ ...words, reason: "" }));
        const [first = ""] = forms(words, least + room);
        const { reason, ...others } = JSON.parse(first) as LastWords;
        expect(others).toEqual({ ...words, reason: undefined });
        if (reason === text) return;
        const kept = [...reason].length - (reason === "" ? 0 : 1);
        expect(reason).toBe(kept === 0 ? "" : `${[...text].slice(0, kept).join("")}…`);
        const longer = { ...words, reason: `${[...text].slice(0, kept + 1).join("")}…` };
        const mayBeWhole = kept + 1 === [...text].length;
        if (!mayBeWhole) expect(Buffer.byteLength(JSON.stringify(longer))).toBeGreaterThan(least + room);
      }),
    );
  });

  it("says where and what where nothing else fits, and nothing where not even that does", () => {
    const words = dying("why");
    const least = Buffer.byteLength(JSON.stringify({ ...words, reason: "" }));
    expect([...forms(words, least)]).toEqual([JSON.stringify({ ...words, reason: "" }), brief, "bare", "barer"]);
    expect([...forms(words, least - 1)]).toEqual([brief, "bare", "barer"]);
    expect([...forms(words, brief.length)]).toEqual([brief, "bare", "barer"]);
    expect([...forms(words, brief.length - 1)]).toEqual(["bare", "barer"]);
  });

  it("makes no form before it is asked for", () => {
    const written: unknown[] = [];
    const [first] = letterForms(
      dying("why"),
      (words) => {
        written.push(words);
        return "letter";
      },
      () => {
        throw new Error("nobody has asked");
      },
    );
    expect([first, written]).toEqual(["letter", [dying("why")]]);
  });
});
