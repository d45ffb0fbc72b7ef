import { describe, expect, it } from "vitest";
import { deliveryLine } from "../../../infra/cli/delivery-line.ts";
import { compile } from "../../../shared/fabric/compile.ts";
import { aFabric, queue, topic } from "../../shared/fabric/a-fabric.ts";

const { links } = compile(
  aFabric({ orders: queue("orders"), feed: topic("feed") }, { export: { from: "orders", to: "feed" } }),
);
const ID = "orders:0b8f6c52-98a1-4b3e-9d3c-5f1b1c3f9a10";
const said = {
  event: "delivery",
  link: "retail/export",
  outcome: "dead",
  receipt: "r".repeat(300),
  id: ID,
  attempt: 1,
  code: "NOT_JSON",
  error: "TransformError",
  reason: "the body is not JSON, which this transform expects",
};
const lineOf = (line: unknown) =>
  links.map((link) => deliveryLine(link, typeof line === "string" ? line : JSON.stringify(line)))[0];

describe("a delivery that did not simply succeed", () => {
  it("is one line that says why, and where it lies", () => {
    expect(lineOf(said)).toBe(
      `retail/export: dead: NOT_JSON: the body is not JSON (orders:0b8f6c52-98a1-4b…): npx hopspan receive orders.dead`,
    );
  });

  it("lies nowhere while it is tried again, and has no id where it could not be read", () => {
    expect(lineOf({ ...said, outcome: "retry", id: undefined })).toBe(
      "retail/export: retry: NOT_JSON: the body is not JSON",
    );
  });

  it("is short, whatever it says, and does nothing to a terminal", () => {
    const line = lineOf({ ...said, id: "i".repeat(300), reason: `\u001b[2J\n${"x".repeat(2_000)}` });
    expect(line).toMatch(
      /^retail\/export: dead: NOT_JSON: \\u001b\[2J\\nx+… \(i{23}…\): npx hopspan receive orders\.dead$/,
    );
    expect(line?.length).toBeLessThan(160);
  });

  it.each([
    ["text", "starts"],
    ["null", "null"],
    ["another event", { ...said, event: "summary" }],
    ["another link's", { ...said, link: "retail/back" }],
    ["one without a reason", { ...said, reason: 7 }],
  ])("is nothing else: %s", (_, line) => {
    expect(lineOf(line)).toBeUndefined();
  });
});
