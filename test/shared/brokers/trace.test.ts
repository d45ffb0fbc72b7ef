import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toAwsTrace, toTraceparent } from "../../../shared/brokers/trace.ts";

const w3c = "00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01";
const aws = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: length, maxLength: length });

describe("trace context", () => {
  it("has the same ids in both dialects", () => {
    expect([toAwsTrace(w3c), toTraceparent(aws)]).toEqual([aws, w3c]);
  });

  it("comes back as it was, for every version-00 traceparent that it takes", () => {
    fc.assert(
      fc.property(hex(32), hex(16), fc.constantFrom("00", "01"), (trace, span, flags) => {
        const traceparent = `00-${trace}-${span}-${flags}`;
        expect(toTraceparent(toAwsTrace(traceparent) ?? "")).toBe(traceparent);
      }),
    );
  });
});

describe("toAwsTrace", () => {
  it("makes nothing of what it could not give back exactly", () => {
    const odd = [
      "",
      "x",
      w3c.replace("00-", "01-"),
      w3c.toUpperCase(),
      `${w3c}-more`,
      w3c.replace(/01$/, "03"),
      ` ${w3c}`,
    ];
    expect(odd.map(toAwsTrace)).toEqual(odd.map(() => undefined));
  });
});

describe("toTraceparent", () => {
  it("takes the fields in any order, with others beside them, and no decision for none", () => {
    const fields =
      "Self=1-67891234-12456789abcdef012345678; Parent=53995c3f42cd8ad8 ;Root=1-5759e988-bd862e3fe1be46a994272793";
    expect(
      ["", ";Sampled=0", ";Sampled=?", ";Sampled=1"].map((end) => toTraceparent(`${fields}${end}`)?.slice(-2)),
    ).toEqual(["00", "00", "00", "01"]);
  });

  it("makes nothing of a header without a whole root and parent", () => {
    const odd = ["", "Root", "=", aws.replace("Root=", "root="), aws.replace("1-5", "2-5"), aws.replace("53995", "")];
    expect(odd.map(toTraceparent)).toEqual(odd.map(() => undefined));
  });
});
