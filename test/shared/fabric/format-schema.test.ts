import { describe, expect, it } from "vitest";
import { formatOf, formatSchema } from "../../../shared/fabric/format-schema.ts";

const accepted = (written: unknown) => formatSchema.safeParse(written).success;

describe("a format", () => {
  it("is a word, or says more", () => {
    expect(formatOf("cloudevents")).toEqual({ mode: "structured" });
    expect(formatOf("cloudevents-binary")).toEqual({ mode: "binary" });
    const whole = { cloudevents: "binary", source: "/shop", subject: { cel: "body.id" }, extensions: { tenant: "a" } };
    expect(formatOf(formatSchema.parse(whole))).toEqual({
      mode: "binary",
      source: "/shop",
      subject: { cel: "body.id" },
      extensions: { tenant: "a" },
    });
  });

  it.each([
    "cloudevent",
    {},
    { cloudevents: "batch" },
    { cloudevents: "binary", source: "" },
    { cloudevents: "binary", source: 7 },
    { cloudevents: "binary", type: { cell: "x" } },
    { cloudevents: "binary", datacontenttype: "json" },
    { cloudevents: "binary", extensions: { "Upper-Case": "x" } },
    { cloudevents: "binary", extensions: { id: "x" } },
    { cloudevents: "binary", id: "x" },
  ])("is not %j", (written) => {
    expect(accepted(written)).toBe(false);
  });
});
