import { describe, expect, it } from "vitest";
import { describeProblem } from "../../../shared/core/errors.ts";
import { readText } from "../../../shared/fabric/read.ts";

const HUGE = "12345678901234567890";

/** A file with these lines for its one step and for the examples of its hop. */
const file = (step: string, ...examples: readonly string[]) =>
  `fabric: f
aws: { account: "111122223333", region: eu-west-1 }
endpoints: { a: { sqs: a }, b: { sqs: b } }
hops: { h: { from: a, to: b, transforms: [${step}] } }
examples:
  h:
${examples.map((each) => `    - ${each}`).join("\n")}
`;
const told = (step: string, ...examples: readonly string[]) =>
  readText(file(step, ...examples), "f.yaml").problems.map(describeProblem);

describe("numbers that no double holds", () => {
  it("keep their digits in the bodies of examples, however they are written", () => {
    const { fabric, problems } = readText(
      file(
        "omit: [x]",
        `{ in: { body: { n: ${HUGE}, list: [+9007199254740993, 0x20000000000001, 1e400, 007, .5, 5., 0o17] } }, out: [{ body: ${HUGE} }] }`,
        `{ in: [{ body: 0.12345678901234567890 }, {}], out: [{ body: { body: -${HUGE} } }] }`,
      ),
      "f.yaml",
    );
    expect(problems).toEqual([]);
    expect(JSON.stringify(fabric?.examples.get("h"))).toBe(
      JSON.stringify([
        { in: { body: { n: "HUGE", list: ["X", "X", "Y", 7, 0.5, 5, 15] } }, out: [{ body: "HUGE" }] },
        { in: [{ body: "Z" }, {}], out: [{ body: { body: "-HUGE" } }] },
      ])
        .replaceAll(/"(-?)HUGE"/g, `$1${HUGE}`)
        .replaceAll('"X"', "9007199254740993")
        .replaceAll('"Y"', `1${"0".repeat(400)}`)
        .replaceAll('"Z"', "0.1234567890123456789"),
    );
  });

  it("are refused everywhere else, with their place", () => {
    const refused = (number: string, becomes: string) =>
      `number ${number} can't be kept as it is (it would become ${becomes}): put it in quotes`;
    const rounded = "12345678901234567000";
    expect(told(`set: { fields: { c: ${HUGE} } }`, "{ in: {}, out: [] }")).toEqual([
      `f.yaml:4:63: ${refused(HUGE, rounded)}`,
    ]);
    expect(told("set: { fields: { c: 1e400, d: 0.1, e: 1e23, f: 9007199254740992 } }", "{ in: {}, out: [] }")).toEqual([
      `f.yaml:4:63: ${refused("1e400", "Infinity")}`,
    ]);
    expect(told("omit: [x]", `{ in: { body: { ${HUGE}: 1, a: .inf, b: -.inf } }, out: [] }`)).toEqual([
      `f.yaml:7:23: ${refused(HUGE, rounded)}`,
      `f.yaml:7:51: ${refused(".inf", "Infinity")}`,
      `f.yaml:7:60: ${refused("-.inf", "-Infinity")}`,
    ]);
    expect(told("omit: [x]", `{ in: { body: &a { n: ${HUGE} } }, out: [{ body: *a }] }`)).toEqual([
      `f.yaml:7:29: ${refused(HUGE, rounded)}`,
    ]);
  });
});
