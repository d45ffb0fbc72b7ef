import { describe, expect, it } from "vitest";
import { readText } from "../../../shared/fabric/read.ts";
import { aFile, queue } from "./a-fabric.ts";

const about = (example: object) =>
  readText(
    aFile({
      endpoints: { a: queue("a"), b: queue("b") },
      hops: { h: { from: "a", to: "b" } },
      examples: { h: [example] },
    }),
    "f.yaml",
  ).problems.map(({ message }) => message);

describe("an example", () => {
  it.each([
    { in: { body: { n: 1 }, attributes: { tenant: "a" }, key: "k" }, out: [{ key: "k" }] },
    { name: "n", note: "m", from: "a", in: [{ id: "i", time: "2026-01-05T08:00:00Z" }, {}], out: [{ to: "b" }] },
    {
      in: { attributes: { n: { type: "Number", value: "-1.5e3" }, b: { type: "Binary.png", value: "AA==" } } },
      out: [],
    },
    { in: {}, error: "INPUT" },
    { in: [{}, {}], out: [{ error: { code: "INPUT", message: "at date" }, to: "b" }, {}] },
  ])("may be %j", (example) => {
    expect(about(example)).toEqual([]);
  });

  it.each<[object, string]>([
    [{ in: {} }, "examples.h[0] must say what comes of it in exactly one way: out, or error"],
    [{ in: {}, out: [], error: "X" }, "examples.h[0] must say what comes of it in exactly one way: out, or error"],
    [{ out: [] }, 'examples.h[0] needs "in"'],
    [{ in: [], out: [] }, "examples.h[0].in must have at least one message"],
    [{ in: 5, out: [] }, "examples.h[0].in must be a message, or a list of messages"],
    [{ in: { time: "today" }, out: [] }, 'examples.h[0].in.time must be a time, as "2026-01-05T08:00:00Z"'],
    [{ in: { id: "" }, out: [] }, "examples.h[0].in.id must not be empty"],
    [
      { in: { target: "b" }, out: [] },
      'examples.h[0].in: "target" is no key here: known are body, attributes, key, time, id',
    ],
    [{ in: {}, out: {} }, "examples.h[0].out must be a list of messages; [] where none comes out"],
    [
      { in: {}, out: [{ error: "X", body: 1 }] },
      "examples.h[0].out[0] must be a message or an error: what is given up does not leave the hop",
    ],
    [
      { in: {}, error: 5 },
      "examples.h[0].error must be the code of an error, as INPUT, or { code: CODE, message: TEXT }",
    ],
    [{ in: {}, error: { message: "x" } }, 'examples.h[0].error needs "code"'],
    [
      { in: { attributes: { n: { type: "Text", value: "1" } } }, out: [] },
      "examples.h[0].in.attributes.n.type must be String, Number or Binary, with .label behind it if you like",
    ],
    [
      { in: { attributes: { n: { type: "Number", value: "one" } } }, out: [] },
      "examples.h[0].in.attributes.n.value must be a decimal number, as its type is Number",
    ],
    [
      { in: { attributes: { n: { type: "Binary", value: "?" } } }, out: [] },
      "examples.h[0].in.attributes.n.value must be base64 with padding, as its type is Binary",
    ],
  ])("may not be %j", (example, message) => {
    expect(about(example)).toEqual([message]);
  });
});
