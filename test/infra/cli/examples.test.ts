import { describe, expect, it } from "vitest";
import { difference } from "../../../infra/cli/difference.ts";
import { runExamples } from "../../../infra/cli/examples.ts";
import { coverageLine, coverageOf } from "../../../infra/cli/trial/coverage.ts";
import { exampleSecrets } from "../../../infra/cli/trial/example-secrets.ts";
import { parseFabric } from "../../../shared/fabric/read.ts";
import { aFabric, aFile, queue, topic } from "../../shared/fabric/a-fabric.ts";

const ends = {
  a: topic("aaa"),
  b: topic("bbb"),
  s: queue("s"),
  q: queue("q"),
  r: queue("r"),
  f: queue("f.fifo"),
  t: topic("ttt"),
  u: topic("uuu"),
};
const tools = exampleSecrets({});

/** What became of the examples of a fabric with one hop. */
async function examined(hop: object, ...examples: readonly object[]) {
  const fabric = aFabric(ends, { h: hop }, { examples: { h: examples } });
  const { results, reached } = await runExamples(fabric, tools);
  return { fabric, results, reached, passed: results.map(({ passed }) => passed) };
}
const passed = async (hop: object, ...examples: readonly object[]) => (await examined(hop, ...examples)).passed;
const got = async (hop: object, example: object) => (await examined(hop, example)).results[0]?.got;

const country = (name: string) => ({ body: { country: name } });
const route = [
  { when: 'body.country == "DE"', to: "q" },
  { when: 'body.country == "FR"', to: "t" },
  { when: 'body.country == "AT"', to: "q" },
];

describe("examples", () => {
  it("compare only what they name, and show whole what nobody expected", async () => {
    const hop = { from: "a", to: "t" };
    const given = { body: { n: 1 }, attributes: { x: "1", y: "2" }, key: "k" };
    expect(await passed(hop, { in: given, out: [{}] }, { in: given, out: [{ attributes: { x: "1" } }] })).toEqual([
      true,
      true,
    ]);
    expect(await got(hop, { in: given, out: [] })).toEqual([{ ...given, to: "t" }]);
    expect(await passed(hop, { in: given, out: [{ key: "other" }] }, { in: given, out: [{}, {}] })).toEqual([
      false,
      false,
    ]);
  });

  it("say by an empty key that there is none, going in and coming out", async () => {
    const none = { in: { key: "old" }, out: [{ key: "" }] };
    const keyless = { from: "a", to: "t", transforms: [{ "set-key": '""' }] };
    expect(await passed(keyless, none, { in: { key: "old" }, out: [{ key: "old" }] })).toEqual([true, false]);
    expect(await passed({ from: "a", to: "t" }, none, { in: { key: "" }, out: [{ key: "" }] })).toEqual([false, true]);
    expect(await got({ from: "a", to: "t" }, none)).toEqual([{ key: "old" }]);
  });

  it("hold numbers of any length by all of their digits, going in and coming out", async () => {
    const examples = `
      - { in: { body: '{"n":12345678901234567890}' }, out: [{ body: { n: 12345678901234567891 } }] }
      - { in: { body: '{"n":12345678901234567890}' }, out: [{ body: { n: 12345678901234567890 } }] }
      - { in: { body: { n: 9007199254740993 } }, out: [{ body: '{"n":9007199254740993}' }] }
      - { in: { body: { n: 9007199254740993 } }, out: [{ body: { n: 9007199254740992 } }] }
      - { in: { body: '{"n":1.50,"m":1e2,"o":-0}' }, out: [{ body: { n: 1.5, m: 100, o: 0 } }] }
      - { in: { body: '{"n":0.12345678901234567}' }, out: [{ body: { n: 0.123456789012345671 } }] }`;
    const file = aFile({ endpoints: ends, hops: { h: { from: "a", to: "t" } } });
    const fabric = parseFabric(`${file}\nexamples:\n  h:${examples}`, "f.yaml");
    const { results } = await runExamples(fabric, tools);
    expect(results.map(({ passed }) => passed)).toEqual([false, true, true, false, true, false]);
    expect(
      difference(results[0]?.wanted, results[0]?.got, false)
        .split("\n")
        .filter((line) => /^[-+]/.test(line)),
    ).toEqual(['-       "n": 12345678901234567891', '+       "n": 12345678901234567890']);
  });

  it("tell what is joined of one message, in the order of the first parts", async () => {
    const hop = { from: "s", to: "t", transforms: ["split"], batch: { maxMessages: 2, by: "body % 2" } };
    const out = [{ body: [1, 3] }, { body: [2, 4] }, { body: [5] }];
    expect(await passed(hop, { in: { body: [1, 2, 3, 4, 5] }, out })).toEqual([true]);
    expect(await passed(hop, { in: { body: [1, "x"] }, out: [{ body: [1] }, { error: "EXPRESSION" }] })).toEqual([
      true,
    ]);
  });

  it("join messages of one example as one invocation does, in their order", async () => {
    const [one, two, three] = [{ body: { n: 1 } }, { body: { n: 2 } }, { body: { n: 3 } }];
    const hop = { from: "s", to: "t", batch: {} };
    const all = { in: [one, two, three], out: [{ body: [{ n: 1 }, { n: 2 }, { n: 3 }] }] };
    expect(await passed(hop, all, { in: one, out: [{ body: [{ n: 1 }] }] })).toEqual([true, true]);
    expect(await passed({ ...hop, to: ["t", "q"] }, all)).toEqual([true]);
    const same = {
      in: [
        { ...one, id: "m" },
        { ...two, id: "m" },
      ],
      out: [{ body: [{ n: 1 }] }, { body: [{ n: 2 }] }],
    };
    expect(await passed({ ...hop, batch: { by: "body.n" } }, same)).toEqual([true]);
    const keyed = {
      in: [
        { ...one, key: "a" },
        { ...two, key: "b" },
        { ...three, key: "a" },
      ],
    };
    const out = [
      { key: "a", body: [{ n: 1 }, { n: 3 }] },
      { key: "b", body: [{ n: 2 }] },
    ];
    expect(await passed(hop, { ...keyed, out })).toEqual([true]);
    const odd = { in: [{ body: "no JSON" }, one, two], out: [{ error: "NOT_JSON" }, { body: [{ n: 1 }, { n: 2 }] }] };
    const early = [{ error: "INPUT" }, { error: "INPUT" }];
    expect(await passed(hop, odd)).toEqual([true]);
    expect(await passed({ ...hop, transforms: ["flight-to-row"] }, { in: [one, two], out: early })).toEqual([true]);
  });

  it("join no more than one invocation has: ten of a FIFO queue, one of a topic", async () => {
    const many = Array.from({ length: 11 }, (_, n) => ({ body: n, key: "k" }));
    const hop = { from: "f", to: "t", batch: {} };
    const out = [{ body: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] }, { body: [10] }];
    expect(await passed(hop, { in: many, out })).toEqual([true]);
    expect(await passed({ ...hop, from: "a" }, { in: many.slice(0, 2), out: [{ body: [0] }, { body: [1] }] })).toEqual([
      true,
    ]);
  });

  it("have several messages, one after the other, with ids, times and typed attributes", async () => {
    const hop = { from: "a", to: "t", transforms: [{ split: { at: "items" } }] };
    const weight = { type: "Number.kg", value: "2.5" };
    const time = "2026-01-05T09:00:00+01:00";
    const given = [
      { id: "m", time, body: { items: [{ n: 1 }, { n: 2 }] }, attributes: { weight } },
      { body: { items: [{ n: 3 }] } },
    ];
    const out = [
      { id: "m.0", time, attributes: { weight } },
      { time: "2026-01-05T08:00:00Z", attributes: { weight: "2.5" } },
      { id: "example:2", body: { n: 3 } },
    ];
    expect((await examined(hop, { in: given, out })).results).toMatchObject([{ passed: true }]);
    const wrong = [out[0], { time: "2026-01-05T08:00:01Z", attributes: { weight: { ...weight, type: "Number" } } }, {}];
    expect((await examined(hop, { in: given, out: wrong })).results[0]?.got[1]).toEqual({
      time: "2026-01-05T08:00:00.000Z",
      attributes: { weight },
    });
  });

  it("say what must be given up, alone and among messages that are not", async () => {
    const hop = { from: "a", to: "t", transforms: ["flight-to-row"] };
    const flight = { date: "2001/01/01 00:47", delay: 1, distance: 2, origin: "DTW", destination: "LAS" };
    expect(
      await passed(
        hop,
        { in: { body: {} }, error: "INPUT" },
        { in: { body: {} }, error: { code: "INPUT", message: "at date" } },
        { in: [{ body: {} }, { body: flight }], out: [{ error: "INPUT" }, { body: { route: "DTW-LAS" } }] },
        { in: [{ body: {} }, { body: [] }], error: "INPUT" },
        { in: { body: flight }, error: "INPUT" },
        { in: { body: {} }, out: [] },
      ),
    ).toEqual([true, true, false, true, false, false]);
    const wanted = { code: "INPUT", message: "at origin" };
    expect(await got(hop, { in: { body: {} }, error: wanted })).toEqual([
      { error: { code: "INPUT", message: expect.stringContaining("at date") } },
    ]);
  });

  it.each(["a", "s"])("follow a route from %s to the target that is chosen, or to none", async (from) => {
    const given = [country("FR"), country("US"), country("AT")];
    const { results, reached } = await examined({ from, route }, { in: given, out: [{ to: "t" }, {}, { to: "r" }] });
    expect(results[0]?.got).toEqual([
      { to: "t" },
      { error: { code: "NO_ROUTE", message: "no branch of the route takes the message" } },
      { to: "q" },
    ]);
    expect(reached).toEqual([{ hop: "h", branches: new Set([1, 2]) }]);
  });

  it.each([
    ["a", ["q", "r"]],
    ["s", ["q", "t"]],
    ["a", ["t", "q", "u"]],
  ])("from %s to %j go to each target alike, or are listed one by one", async (from, to) => {
    const transforms = [{ split: { at: "n", as: "n" } }, { "keep-when": "body.n != 2" }];
    const given = { body: { n: [1, 2, 3] } };
    const each = [{ body: { n: 1 } }, { body: { n: 3 } }];
    const listed = each.flatMap((message) => to.map((target) => ({ ...message, to: target })));
    const [short, long] = (
      await examined({ from, to, transforms }, { in: given, out: each }, { in: given, out: listed })
    ).results;
    expect([short?.passed, long?.passed, long?.got]).toEqual([true, true, listed]);
    const wrong = (await examined({ from, to, transforms }, { in: given, out: [each[0]] })).results[0];
    expect([wrong?.passed, wrong?.to, wrong?.got.length]).toEqual([false, to[0], 2]);
    const broken = { in: { body: "no json" }, out: [{ error: "NO_JSON" }] };
    expect(await got({ from, to, transforms }, broken)).toEqual([{ error: expect.any(String) }]);
  });

  it.each(["a", "s"])("from %s go to one of several that share a load, the same for the same key", async (from) => {
    const hop = { from, toOneOf: [{ endpoint: "q" }, { endpoint: "r" }, { endpoint: "t" }, { endpoint: "u" }] };
    const given = Array.from({ length: 40 }, (_, at) => ({ key: `k${at % 20}`, body: {} }));
    const targets = (await got(hop, { in: given, out: given.map(() => ({ to: "q" })) })) ?? [];
    expect(targets).toHaveLength(40);
    expect(targets.slice(20)).toEqual(targets.slice(0, 20));
    expect(new Set(targets.map(({ to }) => to))).toEqual(new Set(["q", "r", "t", "u"]));
  });

  it("come from the first source, or from the one that they name, at the rate of nobody", async () => {
    const hop = { from: ["s", "a"], to: "t", rate: { messagesPerSecond: 1 } };
    const given = Array.from({ length: 50 }, () => ({ body: 1 }));
    const out = given.map(() => ({ to: "t" }));
    expect(await passed(hop, { in: given, out }, { from: "a", in: given, out })).toEqual([true, true]);
  });
});

describe("the coverage of examples", () => {
  it("names hops and branches that none reaches", async () => {
    const hops = {
      orders: { from: "a", route: [...route, { to: "u" }] },
      refunds: { from: "b", to: "r" },
    };
    const examples = { orders: [{ in: [country("DE"), country("FR")], out: [{}, {}] }] };
    const fabric = aFabric(ends, hops, { examples });
    const coverage = coverageOf(fabric, (await runExamples(fabric, tools)).reached);
    expect(coverage).toEqual({
      hops: 2,
      withExamples: 1,
      missed: [
        {
          hop: "orders",
          branches: [
            { branch: 3, to: "q", default: false },
            { branch: 4, to: "u", default: true },
          ],
        },
        { hop: "refunds" },
      ],
    });
    expect(coverageLine(coverage)).toBe(
      "1 of 2 hops have examples; not reached: hop orders: branch 3 (to q), default (to u); hop refunds",
    );
  });

  it("is whole where there is nothing to name", async () => {
    const { fabric, reached } = await examined({ from: "a", to: "t" }, { in: {}, out: [{}] });
    expect(coverageLine(coverageOf(fabric, reached))).toBe("its one hop is covered");
  });
});
