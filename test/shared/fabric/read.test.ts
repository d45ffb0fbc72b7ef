import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConfigError, describeProblem } from "../../../shared/core/errors.ts";
import { parseFabric, readFabric, readText } from "../../../shared/fabric/read.ts";
import { aFile, queue, topic } from "./a-fabric.ts";

const told = (text: string): readonly string[] => readText(text, "f.yaml").problems.map(describeProblem);

/** The problems of a file without their places. */
const about = (parts: object): readonly string[] =>
  readText(aFile({ ...parts }), "f.yaml").problems.map(({ code, message }) => `${code}: ${message}`);

describe("a fabric that is read", () => {
  it("has every address whole and every end as a list, in the order of the file", () => {
    const { name, aws, gcp, endpoints, hops, secrets, examples } = parseFabric(
      `
fabric: retail
aws: { account: "011122223333", region: eu-west-1 }
gcp: { project: retail-analytics, projectNumber: "123456789012", region: europe-west1 }
endpoints:
  orders: { sqs: orders.fifo }
  audit: { sqs: audit, region: us-east-1, account: "444455556666", existing: true }
  feed: { pubsub: feed, ordered: true }
  other: { pubsub: other, project: other-project, region: us-central1 }
hops:
  export:
    from: orders
    to: [feed, audit]
    transforms: [order-to-row, { redact: { fields: [a] } }]
secrets:
  key: { aws: /retail/key, gcp: key }
examples:
  export:
    - { in: { body: { n: 1 }, attributes: { tenant: a }, key: k }, out: [] }
`,
      "f.yaml",
    );
    expect({ name, aws, gcp, secrets: [...secrets], examples: [...examples] }).toEqual({
      name: "retail",
      aws: { account: "011122223333", region: "eu-west-1" },
      gcp: { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" },
      secrets: [["key", { aws: "/retail/key", gcp: "key" }]],
      examples: [["export", [{ in: { body: { n: 1 }, attributes: { tenant: "a" }, key: "k" }, out: [] }]]],
    });
    const home = { account: "011122223333", region: "eu-west-1" };
    expect([...endpoints.values()]).toEqual([
      {
        existing: false,
        settings: {},
        endpoint: { broker: "sqs", name: "orders", queue: "orders.fifo", fifo: true, ...home },
      },
      {
        existing: true,
        settings: {},
        endpoint: {
          broker: "sqs",
          name: "audit",
          queue: "audit",
          fifo: false,
          account: "444455556666",
          region: "us-east-1",
        },
      },
      {
        existing: false,
        settings: {},
        endpoint: {
          broker: "pubsub",
          name: "feed",
          topic: "feed",
          ordered: true,
          project: "retail-analytics",
          region: "europe-west1",
        },
      },
      {
        existing: false,
        settings: {},
        endpoint: {
          broker: "pubsub",
          name: "other",
          topic: "other",
          ordered: false,
          project: "other-project",
          region: "us-central1",
        },
      },
    ]);
    expect([...hops.values()]).toEqual([
      {
        name: "export",
        from: ["orders"],
        to: ["feed", "audit"],
        transforms: [{ name: "order-to-row" }, { name: "redact", options: { fields: ["a"] } }],
        keep: [],
        validate: "in",
        opposites: [],
        latency: "normal",
        retry: {},
        run: {},
      },
    ]);
  });

  it("needs only the cloud that it uses", () => {
    expect(about({ gcp: undefined, endpoints: { a: queue("a") } })).toEqual([]);
    expect(about({ aws: undefined, endpoints: { a: topic("aaa") } })).toEqual([]);
    expect(about({ aws: undefined, gcp: undefined, endpoints: { a: queue("a"), b: topic("bbb") } })).toEqual([
      'MISSING_KEY: the file needs "aws": { account: "12 DIGITS", region: REGION }, since a is a queue',
      'MISSING_KEY: the file needs "gcp": { project: PROJECT, region: REGION }, since b is a topic',
    ]);
  });

  it("knows the place of values, keys, list entries, and of what an alias stands for", () => {
    const { place } = parseFabric(
      [
        "fabric: x",
        'aws: { account: "111122223333", region: eu-west-1 }',
        "endpoints:",
        "  a: &queue",
        "    sqs: q",
        "hops:",
        "  h: { from: &end a, to: [b, *end] }",
      ].join("\n"),
      "f.yaml",
    );
    const at = (path: readonly (string | number)[], on?: "key") => {
      const { line, column } = place(path, on);
      return `${line}:${column}`;
    };
    expect(at(["endpoints", "a", "sqs"])).toBe("5:10");
    expect(at(["endpoints", "a", "sqs"], "key")).toBe("5:5");
    expect(at(["endpoints", "a"])).toBe("4:3");
    expect(at(["hops", "h", "from", 0])).toBe("7:19");
    expect(at(["hops", "h", "to", 1])).toBe("7:30");
    expect(at(["hops", "nowhere", "to"])).toBe("6:1");
    expect(at([])).toBe("1:1");
  });
});

describe("names", () => {
  const endpointNames = (name: string) => about({ endpoints: { [name]: queue("a") } }).length === 0;
  it.each(["a", "a-1", "a1-2-b3", `a${"b".repeat(39)}`])("of endpoints may be %s", (name) => {
    expect(endpointNames(name)).toBe(true);
  });
  it.each(["", "A", "1a", "-a", "a-", "a--b", "a_b", "a.b", "é", "__proto__", "constructor!", `a${"b".repeat(40)}`])(
    "of endpoints may not be %s",
    (name) => {
      expect(endpointNames(name)).toBe(false);
    },
  );

  const holds = (endpoint: object) => about({ endpoints: { a: endpoint } }).length === 0;
  it.each([queue("Q_-9"), queue("q".repeat(80)), queue(`${"q".repeat(75)}.fifo`)])("of queues may be $sqs", (each) => {
    expect(holds(each)).toBe(true);
  });
  it.each(["", "a b", "a.b", ".fifo", "a.FIFO", "q".repeat(81), `${"q".repeat(76)}.fifo`])(
    "of queues may not be %s",
    (name) => {
      expect(holds(queue(name))).toBe(false);
    },
  );
  it.each(["abc", "A-1_.~+%", "t".repeat(255)])("of topics may be %s", (name) => {
    expect(holds(topic(name))).toBe(true);
  });
  it.each(["ab", "1abc", "goog-abc", "a/bc", "t".repeat(256)])("of topics may not be %s", (name) => {
    expect(holds(topic(name))).toBe(false);
  });
  it.each(["eu-west-1", "ap-southeast-5", "mx-central-1"])("of AWS regions may be %s", (region) => {
    expect(holds({ sqs: "a", region })).toBe(true);
  });
  it.each([
    "europe-west1",
    "eu-west",
    "EU-WEST-1",
    // Partitions of their own: none of the ARNs and hosts that are made would be theirs.
    "us-gov-east-1",
    "cn-north-1",
    "us-iso-east-1",
    "eusc-de-east-1",
  ])("of AWS regions may not be %s", (region) => {
    expect(holds({ sqs: "a", region })).toBe(false);
  });
  it.each(["europe-west1", "northamerica-northeast2", "us-central1"])("of Google regions may be %s", (region) => {
    expect(holds({ pubsub: "abc", region })).toBe(true);
  });
  it.each(["eu-west-1", "europe"])("of Google regions may not be %s", (region) => {
    expect(holds({ pubsub: "abc", region })).toBe(false);
  });
  it.each(["my-project", "example.com:my-project"])("of projects may be %s", (project) => {
    expect(holds({ pubsub: "abc", project })).toBe(true);
  });
  it.each(["short", "my-project-", "9-project", "My-Project"])("of projects may not be %s", (project) => {
    expect(holds({ pubsub: "abc", project })).toBe(false);
  });
});

describe("problems of form", () => {
  it("name the key that was meant, and stand at the key", () => {
    expect(told("fabric: a\nendpoint: {}\nhops: {}\n")).toEqual([
      'f.yaml:1:1: the file needs "endpoints"',
      'f.yaml:2:1: "endpoint" is no key here: did you mean endpoints?',
    ]);
    expect(about({ examples: { h: [{ in: { bdoy: 1, zzz: 1 }, out: [] }] } })).toEqual([
      'UNKNOWN_KEY: examples.h[0].in: "bdoy" is no key here: did you mean body?',
      'UNKNOWN_KEY: examples.h[0].in: "zzz" is no key here: known are body, attributes, key, time, id',
    ]);
  });

  it.each(["dedupe", "order"])("refuse %s of a hop by name", (key) => {
    expect(about({ hops: { h: { from: "a", to: "b", [key]: 1 } } })).toEqual([
      `UNBUILT_KEY: hops.h: "${key}" is not built yet: leave it out`,
    ]);
  });

  it("ask for exactly one way to lead somewhere", () => {
    const says = "SHAPE: hops.h must lead somewhere in exactly one way: to, toOneOf or route";
    const h = { from: "a", to: "b" };
    expect(about({ hops: { h: { from: "a" } } })).toEqual([says]);
    expect(about({ hops: { h: { ...h, toOneOf: [{ endpoint: "b" }] } } })).toEqual([says]);
    expect(about({ hops: { h: { ...h, route: [{ to: "b" }] } } })).toEqual([says]);
  });

  it("say what a route and what shares must be", () => {
    expect(about({ hops: { h: { from: "a", route: [] } } })).toEqual([
      "SHAPE: hops.h.route must have at least one branch",
    ]);
    expect(about({ hops: { h: { from: "a", route: [{ to: "b" }, { when: "true", to: "c" }] } } })).toEqual([
      "SHAPE: hops.h.route must have a when in all branches but the last: the branches after it would take nothing",
    ]);
    expect(about({ hops: { h: { from: "a", toOneOf: [{ endpoint: "b", weight: 0 }] } } })).toEqual([
      "SHAPE: hops.h.toOneOf[0].weight must be a number above 0",
    ]);
    expect(about({ hops: { h: { from: "a", to: "b", rate: { messagesPerSecond: 0 } } } })).toEqual([
      "SHAPE: hops.h.rate.messagesPerSecond must be a number from 0.01 to 100000",
    ]);
  });

  it("know what belongs to queues and what to topics", () => {
    expect(
      about({
        endpoints: {
          a: { sqs: "a", fifo: true },
          b: { sqs: "b", ordered: true, project: "some-project" },
          c: { pubsub: "ccc", account: "111122223333" },
          d: { sqs: "d", pubsub: "ddd" },
          e: { existing: true },
          f: "queue",
          g: null,
        },
      }),
    ).toEqual([
      'UNKNOWN_KEY: endpoints.a: "fifo" is no key here: a queue is FIFO exactly where its name ends in .fifo',
      'UNKNOWN_KEY: endpoints.b: "ordered" is no key here: a queue keeps order exactly where its name ends in .fifo',
      'UNKNOWN_KEY: endpoints.b: "project" is no key here: a queue has an account',
      'UNKNOWN_KEY: endpoints.c: "account" is no key here: a topic has a project',
      'UNKNOWN_KEY: endpoints.d: "pubsub" is no key here: an endpoint is a queue or a topic, not both',
      "SHAPE: endpoints.e must be a queue, { sqs: QUEUE }, or a topic, { pubsub: TOPIC }",
      "SHAPE: endpoints.f must be a queue, { sqs: QUEUE }, or a topic, { pubsub: TOPIC }",
      "SHAPE: endpoints.g must be a queue, { sqs: QUEUE }, or a topic, { pubsub: TOPIC }",
    ]);
  });

  it("say what is missing and what has the wrong kind", () => {
    expect(
      about({
        hops: {
          a: { from: "x" },
          b: { from: [], to: 5 },
          c: { from: ["x", 1], to: "y", transforms: "order-to-row" },
          d: [],
          E: { from: "x", to: "y" },
          f: { from: "x", to: "y", transforms: [{ set: {}, rename: {} }, 7] },
        },
        secrets: { key: { aws: 5 } },
        examples: { a: [{ in: { attributes: { n: 1 } } }] },
      }),
    ).toEqual([
      "SHAPE: hops.a must lead somewhere in exactly one way: to, toOneOf or route",
      "SHAPE: hops.b.from must name at least one endpoint",
      "SHAPE: hops.b.to must be the name of an endpoint, or a list of names",
      "SHAPE: hops.c.from[1] must be the name of an endpoint",
      "SHAPE: hops.c.transforms must be a list of steps",
      "SHAPE: hops.d must be a hop: { from: ENDPOINT, to: ENDPOINT }",
      "NAME: hops.E must be a name: a lower-case letter, then up to 39 of a-z, 0-9 and single dashes, none at the end",
      "SHAPE: hops.f.transforms[0] must hold one transform: put a - before each step",
      "SHAPE: hops.f.transforms[1] must be the name of a transform, or NAME: OPTIONS",
      "SHAPE: secrets.key.aws must be the name of an SSM parameter: letters, digits and _.-, or a path of such names as /retail/key, never the secret itself",
      "SHAPE: examples.a[0] must say what comes of it in exactly one way: out, or error",
      "SHAPE: examples.a[0].in.attributes.n must be text: put it in quotes",
    ]);
  });

  it("say what is wrong with attributes that are to stay plain", () => {
    const hop = { from: "x", to: "y" };
    expect(
      about({
        hops: {
          a: { ...hop, attributes: ["tenant"] },
          b: { ...hop, attributes: {} },
          c: { ...hop, attributes: { keep: "tenant" } },
          d: { ...hop, attributes: { keep: [] } },
          e: { ...hop, attributes: { keep: ["tenant", 7], drop: ["a"] } },
        },
      }),
    ).toEqual([
      "SHAPE: hops.a.attributes must be { keep: [NAME, ...] }",
      'MISSING_KEY: hops.b.attributes needs "keep"',
      "SHAPE: hops.c.attributes.keep must be a list of names",
      "SHAPE: hops.d.attributes.keep must name at least one attribute",
      "SHAPE: hops.e.attributes.keep[1] must be the name of an attribute: put it in quotes",
      'UNKNOWN_KEY: hops.e.attributes: "drop" is no key here: known are keep',
    ]);
  });

  it.each([
    ["an empty file", "", "f.yaml: the file is empty: start it with fabric: NAME"],
    ["comments alone", "# nothing\n", "f.yaml: the file is empty: start it with fabric: NAME"],
    ["a text", "hello", "f.yaml:1:1: the file must be a table that starts with fabric: NAME"],
    ["a list", "- a", "f.yaml:1:1: the file must be a table that starts with fabric: NAME"],
  ])("are one line for %s", (_, text, line) => {
    expect(told(text)).toEqual([line]);
  });
});

describe("problems of YAML", () => {
  const whole = aFile();
  it.each([
    ["a tab", "fabric:\n\tx: 1\n", "f.yaml:2:1: not YAML: tabs are not allowed as indentation"],
    ["a key that is there twice", `${whole}fabric: other\n`, "f.yaml:10:1: key fabric is there twice: keep one"],
    [
      "a second document",
      `${whole}---\nfabric: b\n`,
      "f.yaml:10:1: a fabric file is one document: leave out everything from the second --- on",
    ],
    ["a tag", `${whole}secrets: !secret {}\n`, "f.yaml:10:10: tag !secret has no meaning here: leave it out"],
    [
      "the name that JavaScript keeps for itself",
      `${whole}secrets: { __proto__: {} }\n`,
      "f.yaml:10:12: __proto__ can't be used as a key: choose another name",
    ],
    ["an alias without anchor", "fabric: *x\n", "f.yaml:1:1: alias *x has no anchor before it"],
    [
      "an alias in its own anchor",
      "fabric: &a [*a]\n",
      "f.yaml:1:1: an alias stands inside its own anchor: write out what it stands for",
    ],
    [
      "aliases that multiply",
      `a: &a [x,x,x,x,x,x,x,x,x]\n${[..."bcdefgh"].map((each, at) => `${each}: &${each} [${`*${"abcdefg"[at]},`.repeat(9)}]`).join("\n")}\n`,
      "f.yaml:1:1: aliases multiply the file beyond measure: write out what they stand for",
    ],
    ["nesting without end", `a: ${"[".repeat(50_000)}`, "the file is nested too deeply"],
  ])("say in words what is wrong with %s", (_, text, line) => {
    const lines = told(text);
    expect(lines[0]).toContain(line);
    expect(new Set(lines).size).toBe(lines.length);
  });
});

describe("a file", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "fabric-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const refusal = (path: string) =>
    readFabric(path).then(
      () => "read",
      ({ message }: ConfigError) => message,
    );

  it("is read with or without a byte order mark", async () => {
    const path = join(folder, "fabric.yaml");
    await writeFile(path, `\ufeff${aFile()}`);
    expect((await readFabric(path)).name).toBe("retail");
  });

  it("that is missing, a directory, or no UTF-8 is one line", async () => {
    const latin = join(folder, "latin.yaml");
    await writeFile(latin, Buffer.from([0x66, 0xe9]));
    expect(await refusal(join(folder, "none.yaml"))).toBe(`${join(folder, "none.yaml")}: there is no such file`);
    expect(await refusal(folder)).toBe(`${folder}: is a directory: name the file in it`);
    expect(await refusal(latin)).toBe(`${latin}: is not UTF-8 text: save it as UTF-8`);
  });
});

describe("any text", () => {
  const words = ["fabric:", "endpoints:", "hops:", "from:", "sqs:", "- ", "  ", "\n", "{", "}", "[", "]", "&a ", "*a"];
  const more = [
    ": ",
    ", ",
    "? ",
    "!t ",
    "|\n",
    '"',
    "'",
    "#",
    "---\n",
    "<<: ",
    "__proto__: ",
    "null",
    "x",
    "1e999",
    "%",
  ];
  const scrap = fc.oneof(fc.constantFrom(...words, ...more), fc.string({ unit: "binary", maxLength: 5 }));
  const scraps = fc.array(scrap, { maxLength: 60 }).map((parts) => parts.join(""));
  /** A sound file with one thing put in its place anywhere. */
  const damaged = fc.tuple(fc.nat(), scrap, fc.nat({ max: 12 })).map(([at, put, cut]) => {
    const text = aFile({ endpoints: { a: queue("a"), b: topic("bbb") }, hops: { h: { from: "a", to: "b" } } });
    const from = at % text.length;
    return text.slice(0, from) + put + text.slice(from + cut);
  });
  /** Well-formed YAML of any shape. */
  const shaped = fc.json({ maxDepth: 5 });

  it.each([
    ["scraps of YAML", scraps],
    ["a damaged file", damaged],
    ["JSON", shaped],
  ])("is a fabric or a ConfigError that lists errors: %s", (_, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        try {
          parseFabric(text, "f.yaml");
        } catch (thrown) {
          if (!(thrown instanceof ConfigError)) throw thrown;
          expect(thrown.problems.length).toBeGreaterThan(0);
          expect(thrown.problems.every(({ message }) => !message.includes("undefined"))).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
