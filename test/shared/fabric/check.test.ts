import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { describeProblem } from "../../../shared/core/errors.ts";
import { checkFabric, checkFile, checkText } from "../../../shared/fabric/check.ts";
import { aFabric, aFile, queue, said, topic } from "./a-fabric.ts";

const fixtures = join(import.meta.dirname, "../../fixtures/fabrics");
const endpoints = { orders: queue("orders.fifo"), feed: topic("feed", true) };

describe("check", () => {
  it("finds nothing in one place by mistake where the file does not say where things are", async () => {
    const text = (aws: string) =>
      [
        "fabric: shop",
        `aws: ${aws}`,
        "gcp: { project: 7, region: europe-west1 }",
        "endpoints:",
        "  a: { sqs: events }",
        "  b: { sqs: events, region: us-east-1 }",
        '  c: { sqs: events, account: "000000000000" }',
        "  d: { sqs: keyed, kmsKey: arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab }",
        '  e: { sqs: fed, fedBy: { sns: { topic: "arn:aws:sns:eu-west-1:111122223333:t" } } }',
        "  f: { pubsub: feed }",
        "  g: { pubsub: feed, project: nowhere }",
        "hops: { h: { from: [a, b, c, d, e], to: f }, i: { from: g, to: f } }",
      ].join("\n");
    const codes = async (aws: string) =>
      (await checkText(text(aws), "f.yaml")).problems.map(({ code, line }) => `${line} ${code}`);
    expect(await codes("{ account: 1, region: eu-west-1 }")).toEqual(["2 SHAPE", "3 SHAPE"]);
    expect(await codes('{ account: "111122223333", region: here }')).toEqual(["2 SHAPE", "3 SHAPE"]);
    expect(await codes("nowhere")).toEqual(["2 SHAPE", "3 SHAPE"]);
  });

  it("still tells of what is one thing wherever that may be", async () => {
    const text = "fabric: shop\nendpoints: { a: { sqs: events }, b: { sqs: events } }\nhops: { h: { from: a, to: b } }";
    const { problems } = await checkText(text, "f.yaml");
    expect(problems.map(({ code }) => code)).toContain("SAME_ADDRESS");
  });

  it("has nothing to say of a sound fabric, and gives it", async () => {
    const { fabric, problems } = await checkText(
      aFile({
        endpoints: { ...endpoints, orders: { ...endpoints.orders, schema: "order" } },
        hops: { export: { from: "orders", to: "feed", transforms: ["order-to-row"] } },
      }),
      "f.yaml",
    );
    expect({ name: fabric?.name, problems }).toEqual({ name: "retail", problems: [] });
  });

  it("gives a fabric with warnings, and none with errors", async () => {
    const doubtful = aFile({
      endpoints: { ...endpoints, spare: queue("spare") },
      hops: { export: { from: "orders", to: "feed" } },
    });
    const wrong = aFile({ endpoints, hops: { export: { from: "orders", to: "fed" } } });
    expect((await checkText(doubtful, "f.yaml")).fabric?.name).toBe("retail");
    expect(await checkText(wrong, "f.yaml")).toEqual({
      problems: [
        {
          severity: "warning",
          code: "UNUSED_ENDPOINT",
          message: "endpoint feed is used by no hop: add a hop or leave it out",
          file: "f.yaml",
          line: 11,
          column: 3,
        },
        {
          severity: "error",
          code: "UNKNOWN_ENDPOINT",
          message: "endpoint fed is not there: did you mean feed?",
          file: "f.yaml",
          line: 17,
          column: 9,
        },
      ],
    });
  });

  it("lists all mistakes of a file at once, in the order of the file, of form and of meaning alike", async () => {
    const path = join(fixtures, "many-mistakes.yaml");
    const { fabric, problems } = await checkFile(path);
    const lines = problems.map((problem) => describeProblem({ ...problem, file: "many-mistakes.yaml" }));
    expect(fabric).toBeUndefined();
    expect(lines.join("\n")).toBe(readFileSync(join(fixtures, "many-mistakes.txt"), "utf8").trimEnd());
  });

  it("asks every rule", async () => {
    const codes = async (endpoints: object, hops: object, more = {}) =>
      (await checkFabric(aFabric(endpoints, hops, more))).map(({ code }) => code);
    const some = {
      a: queue("a"),
      b: topic("bbb"),
      c: queue("c.fifo"),
      d: topic("ddd", true),
      x: { sqs: "x", existing: true },
    };
    const row = Array.from({ length: 34 }, (_, at) => [`t${at}`, topic(`topic${at}`)] as const);
    const chain = row.slice(1).map(([name], at) => [`h${at}`, { from: `t${at}`, to: name }] as const);
    const all = [
      ...(await codes(
        { ...some, same: queue("a") },
        { h: { from: "a", to: ["b", "b"] }, again: { from: "a", to: "nowhere" } },
        { examples: { none: [], h: [{ in: {}, error: "SCHMEA" }] } },
      )),
      ...(await codes(some, {
        h: { from: "a", to: ["d", "a"] },
        two: { from: "b", to: "x" },
        three: { from: "b", to: "x" },
      })),
      ...(await codes(
        some,
        { h: { from: ["c", "d"], to: "b" }, back: { from: "b", to: "d" } },
        { secrets: { key: { aws: "k" } } },
      )),
      ...(await codes(
        { ...some, split: topic("split"), e: queue("e.fifo") },
        { h: { from: "x", to: ["split", "b"] }, i: { from: ["c", "d"], to: "e", attributes: { keep: ["a b"] } } },
      )),
      ...(await codes(Object.fromEntries(row), Object.fromEntries(chain))),
      ...(await codes(
        {
          a: { sqs: "a.fifo", retention: "14d", fedBy: { iotRule: { sql: "SELECT * FROM 'a'" } } },
          k: { sqs: "k", kmsKey: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" },
        },
        { h: { from: "a", to: "k", function: { maxConcurrency: 1 } } },
      )),
      ...(await codes(
        {
          b: { ...topic("bbb"), landsIn: { gcs: { bucket: "shop" } } },
          c: { ...topic("ccc"), landsIn: { gcs: { bucket: "shop", existing: true } } },
        },
        { h: { from: "b", to: "c" } },
        { aws: undefined, state: { s3: { bucket: "shop-state", key: "{{resolve:ssm:a}}" } } },
      )),
    ];
    expect([...new Set(all)].sort()).toEqual([
      "CIRCLE",
      "CONCURRENCY",
      "DERIVED_NAME",
      "DUPLICATE_LINK",
      "EXAMPLE_CODE",
      "EXISTING_SOURCE",
      "FEED",
      "HALF_EXISTING",
      "KEEP_NAME",
      "KMS_REGION",
      "LONG_CHAIN",
      "MIXED_ORDER",
      "NO_ORDER",
      "ONE_CONSUMER",
      "ORDER_ENDS",
      "REPEATED_END",
      "RESERVED_TEXT",
      "RETENTION",
      "SAME_ADDRESS",
      "SELF_HOP",
      "SIZE",
      "STATE_REGION",
      "UNKNOWN_ENDPOINT",
      "UNKNOWN_HOP",
      "UNUSED_ENDPOINT",
      "UNUSED_SECRET",
    ]);
  });

  it("checks what is left where entries can't be read, and blames nothing on them", async () => {
    const { problems } = await checkText(
      aFile({
        aws: { account: 5, region: "eu-west-1" },
        endpoints: { ...endpoints, bad: queue("not a queue"), b: topic("bbb"), c: queue("c.fifo") },
        hops: {
          export: { from: "orders", to: "bad" },
          on: { from: "bad", to: "b" },
          back: { from: "b", to: "nowhere" },
          odd: {},
        },
        secrets: "none",
      }),
      "f.yaml",
    );
    expect(said(problems)).toEqual([
      "error SHAPE: aws.account must be 12 digits in quotes",
      "error SHAPE: endpoints.bad.sqs must be a queue name: 1 to 80 letters, digits, - and _, with .fifo at the end of a FIFO queue",
      "error UNKNOWN_ENDPOINT: endpoint nowhere is not there: declare it under endpoints",
      'error MISSING_KEY: hops.odd needs "from"',
      "error SHAPE: secrets must be a table of names",
    ]);
  });

  it("finds the fabric of the docs sound", async () => {
    const page = readFileSync(join(import.meta.dirname, "../../../docs/fabric-file.md"), "utf8");
    const [, example = ""] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
    const { problems } = await checkText(example, "docs");
    expect(problems.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      "warning EXISTING_SOURCE",
      "note SIZE",
      "note SIZE",
    ]);
  });

  it("takes a fabric of a thousand hops", async () => {
    const numbers = Array.from({ length: 1_000 }, (_, at) => at);
    const many = numbers.flatMap((at) => [
      [`q${at}`, queue(`q${at}`)] as const,
      [`t${at}`, topic(`topic${at}`)] as const,
    ]);
    const hops = numbers.map((at) => [
      `h${at}`,
      { from: `q${at}`, to: `t${at}`, transforms: [{ "keep-when": `body.n == ${at}` }] },
    ]);
    const fabric = aFabric(Object.fromEntries(many), Object.fromEntries(hops));
    expect(await checkFabric(fabric)).toEqual([]);
  });
});
