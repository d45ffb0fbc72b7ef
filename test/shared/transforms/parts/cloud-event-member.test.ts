import { describe, expect, it } from "vitest";
import { contextOf } from "../../../../shared/transforms/parts/cloud-event.ts";
import { bodyOf, memberOf } from "../../../../shared/transforms/parts/cloud-event-member.ts";
import { textMessage } from "../../../suites/transform-suite.ts";
import { core } from "../../../support/cloud-events.ts";

const typed = (datacontenttype: string | null) => contextOf(Object.entries({ ...core, datacontenttype }));
const json = typed("application/json");
const plain = typed("text/plain");

describe("bodyOf", () => {
  it("tells the member only where the body alone would come back in another", () => {
    const told = (base64: string, type: string | null) =>
      bodyOf(textMessage(""), { data: undefined, base64 }, typed(type)).member;
    expect(told("/wA=", "text/plain")).toBeUndefined();
    expect(told("YQ==", "image/png")).toBeUndefined();
    expect(told("YQ==", "text/plain")).toBe("data_base64");
    expect(told("MQ==", null)).toBe("data_base64");
    expect(told("", "image/png")).toBe("data_base64");
    expect(bodyOf(textMessage(""), { data: "a", base64: null }, plain)).toEqual({ body: new Uint8Array([97]) });
  });

  it("refuses half a character, and both members at once", () => {
    const body = (data: string, base64?: string) => () => bodyOf(textMessage(""), { data, base64 }, plain);
    expect(body("a\ud800b")).toThrow("text as the data of this content type was expected");
    expect(body("a", "YQ==")).toThrow("data or data_base64, not both, was expected");
  });
});

describe("memberOf", () => {
  it("enforces a JSON type for events that are made here alone", () => {
    const of = (isKept: boolean) => () => memberOf(textMessage("no"), json, { member: undefined, isKept });
    expect(of(true)()).toEqual({ data_base64: "bm8=" });
    expect(of(false)).toThrow(expect.objectContaining({ code: "NOT_JSON" }));
    expect(memberOf(textMessage("1"), json, { member: "data_base64", isKept: false })).toEqual({ data_base64: "MQ==" });
    expect(memberOf(textMessage("1"), json, { member: undefined, isKept: true })).toEqual({ data: 1 });
  });
});
