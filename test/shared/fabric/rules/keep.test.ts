import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isReserved } from "../../../../shared/brokers/header.ts";
import { chooseAttributes } from "../../../../shared/brokers/sqs/attributes.ts";
import { keptAttributes } from "../../../../shared/fabric/rules/keep.ts";
import { aFabric, queue, said, topic } from "../a-fabric.ts";

const endpoints = { feed: topic("feed"), log: topic("log"), in: queue("in"), out: queue("out") };
const keeping = (keep: readonly string[], to: string | readonly string[] = "out") =>
  keptAttributes(aFabric(endpoints, { h: { from: "feed", to, attributes: { keep } } }));

describe("attributes that stay plain", () => {
  it("may be named for any target that is a queue, nine of them", () => {
    const nine = Array.from({ length: 9 }, (_, at) => `name-${at}`);
    expect([...keeping(nine), ...keeping(["tenant"], ["log", "out"])]).toEqual([]);
    expect(keptAttributes(aFabric(endpoints, { h: { from: "feed", to: "out" } }))).toEqual([]);
  });

  it("are of no use where no target is a queue, and left alone where a target is not there", () => {
    expect(said([...keeping(["a"], "log"), ...keeping(["a"], ["log", "nowhere"])])).toEqual([
      "warning KEEP_UNUSED: keep of hop h does nothing: it has no target that is a queue",
    ]);
  });

  it("can be more than nine, and then not all of them stay", () => {
    const eleven = Array.from({ length: 11 }, (_, at) => `name-${at}`);
    expect(said(keeping(eleven))).toEqual([
      "warning KEEP_TOO_MANY: hop h keeps 11 attributes and a queue has room for 9 beside the header: where a message has more of them, the last go into the header",
    ]);
  });

  it("stand once each, under names that SQS takes, each at its own place in the file", () => {
    const problems = keeping(["a", "AWS.x", "a", "hopspan", "b c"]);
    const rule =
      "an attribute's name on SQS has at most 256 of A-Z a-z 0-9 _ - ., no dot at an end, none doubled, and no AWS. or Amazon. in front";
    expect(said(problems)).toEqual([
      `error KEEP_NAME: "AWS.x" can't stay plain: ${rule}; take it out of keep of hop h`,
      'error KEEP_REPEATED: "a" stands twice in keep of hop h: keep one',
      "error KEEP_NAME: \"hopspan\" can't stay plain: it is the header's own name; take it out of keep of hop h",
      `error KEEP_NAME: "b c" can't stay plain: ${rule}; take it out of keep of hop h`,
    ]);
    expect(new Set(problems.map(({ line }) => line)).size).toBe(4);
  });

  it("are refused exactly where the wire would put them into the header", () => {
    const some = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.constantFrom("hopspan", "hopspan.1", "hopspan.01", "hopspan.x", "aws.a", "a..b"),
    );
    fc.assert(
      fc.property(some, (name) => {
        const { plain } = chooseAttributes(new Map([[name, { type: "String", value: "v" }]]), [name]);
        expect(keeping([name]).length).toBe(plain.has(name) ? 0 : 1);
        expect(plain.has(name) && isReserved(name)).toBe(false);
      }),
    );
  });
});
