import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { findingIn } from "../../../../infra/cli/fuzz/finding.ts";
import { isTaken } from "../../../../infra/cli/fuzz/inputs-of.ts";
import { main } from "../../../../infra/cli/main.ts";
import { SinkError, TransformError } from "../../../../shared/core/errors.ts";
import { aFile, queue, topic } from "../../../shared/fabric/a-fabric.ts";
import { aProject } from "../../../support/a-project.ts";
import { aTerminal } from "../../../support/a-terminal.ts";
import { runCommand, temporaryFolder } from "../../../support/run-command.ts";

const folder = temporaryFolder();
const good = { date: "2001/01/01 00:47", delay: 66, distance: 1750, origin: "DTW", destination: "LAS" };
const examples = { h: [{ in: { body: good, key: "k", attributes: { a: "1" } }, out: [{}] }] };
let files = 0;

/** What `hopspan test --fuzz` says of a fabric with one hop from a queue to a topic. */
async function fuzzed(
  { from = {}, to = {}, hop = {} }: Readonly<Record<"from" | "to" | "hop", object>> | Record<string, object>,
  words: readonly string[] = ["--seed", "1"],
  parts: Parameters<typeof aTerminal>[0] = {},
) {
  const path = join(folder, `${files++}.yaml`);
  const endpoints = { in: { ...queue("in"), ...from }, out: { ...topic("out"), ...to } };
  writeFileSync(path, aFile({ endpoints, hops: { h: { from: "in", to: "out", ...hop } }, examples }));
  const { terminal, out, err } = aTerminal(parts);
  const code = await main(["test", path, "--fuzz", ...words], terminal);
  const lines = out.flatMap((text) => text.split("\n")).map((line) => line.replaceAll(path, "FILE"));
  return { code, lines, err: err.filter((line) => !line.includes("warning")) };
}
const toRow = { from: { schema: "flight" }, to: { schema: "flight-row" }, hop: { transforms: ["flight-to-row"] } };

describe("hopspan test --fuzz", () => {
  it("says what became of all inputs where nothing is found, the same for the same seed", async () => {
    const first = await fuzzed(toRow);
    const found = /^hop h from in: 100 inputs of schema flight, (\d+) of which pass all its checks: /.exec(
      first.lines[1] ?? "",
    );
    expect([first.code, first.lines[0], Number(found?.[1]) > 50, first.lines[2]]).toEqual([
      0,
      "seed 1",
      true,
      "FILE: 1 of 1 way into hops tried, nothing found",
    ]);
    expect(await fuzzed(toRow)).toEqual(first);
    expect((await fuzzed(toRow, ["--seed", "2"])).lines[1]).not.toBe(first.lines[1]);
  });

  it("finds an output that breaks its target's schema, whoever notices, and makes it small", async () => {
    const fields = {
      departs_at: { cel: "body.date" },
      route: { cel: "body.origin" },
      delay_minutes: 1,
      distance_miles: 1,
    };
    const same = {
      from: { schema: "flight" },
      to: { schema: "flight-row" },
      hop: { transforms: [{ set: { fields } }] },
    };
    const unnoticed = await fuzzed(same);
    expect([unnoticed.code, unnoticed.lines.slice(2)]).toEqual([
      1,
      [
        "  an output that breaks its schema: the body does not fit schema flight-row at departs_at: invalid format",
        expect.stringMatching(/^ {2}the smallest input that shows it: \{"body":\{.*\}\}$/),
        expect.stringMatching(/^ {2}again: npx hopspan test FILE --fuzz 100 --seed 1 --hop h$/),
        "FILE: 1 of 1 way into hops tried, 1 fails",
      ],
    ]);
    const noticed = await fuzzed({ ...same, hop: { ...same.hop, validate: "out" } });
    expect(noticed.lines[2]).toMatch(/^ {2}an output that breaks its schema: SCHEMA: /);
  });

  it("reads the schema off the first step where the source has none, and events where it holds such", async () => {
    const step = await fuzzed({ ...toRow, from: {} });
    expect(step.lines[1]).toMatch(/^hop h from in: 100 inputs of step flight-to-row, /);
    const events = await fuzzed({
      from: { schema: "flight", format: "cloudevents" },
      to: { schema: "flight-row", format: "cloudevents-binary" },
      hop: { transforms: ["flight-to-row"] },
    });
    expect([events.code, events.lines[1]]).toEqual([0, expect.stringMatching(/relayed/)]);
  });

  it("takes a number of inputs, and prints JSON lines on demand", async () => {
    const { code, lines } = await fuzzed(toRow, ["7", "--seed", "3", "--json"]);
    const [one, summary] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect([code, one, summary]).toEqual([
      0,
      {
        event: "fuzz",
        hop: "h",
        from: "in",
        seed: 3,
        schema: "schema flight",
        runs: 7,
        good: expect.any(Number),
        fates: expect.any(Object),
      },
      { event: "summary", seed: 3, fuzzed: 1, left: 0, failed: 0 },
    ]);
  });

  it("says plainly that nothing says what goes in, and then nothing could be tried", async () => {
    const said =
      "hop h from in: nothing says what goes in: give endpoint in a schema, or begin the hop with a step that has one";
    expect(await fuzzed({})).toEqual({
      code: 1,
      lines: ["seed 1", said, "FILE: nothing could be tried: no hop's input has a schema"],
      err: [],
    });
    expect(await fuzzed({}, ["--hop", "h", "--json"])).toEqual({ code: 2, lines: [], err: [`hopspan: ${said}`] });
  });

  it.each<[readonly string[], string]>([
    [["0"], "--fuzz takes a number of inputs from 1 to 1000000, not 0"],
    [["--hop", "g"], "hop g is not there: the fabric has h"],
    [["--seed", "x"], '--seed must be a whole number of at least 0, not "x"'],
    [["--require-coverage"], "--fuzz runs no examples: leave --require-coverage out"],
  ])("refuses %j", async (words, said) => {
    expect(await fuzzed(toRow, words)).toEqual({ code: 2, lines: [], err: [`hopspan: ${said}`] });
  });

  it("ends with 1 where the user ends it, however many messages are left", async () => {
    const { code, err } = await fuzzed(toRow, ["1000000", "--seed", "1"], { ended: AbortSignal.abort() });
    expect([code, err]).toEqual([1, ["hopspan: ended before all messages were tried"]]);
  });

  it("finds a step that throws what has no class, one that asks the clock, and one that remembers, each made small", async () => {
    const [project, place] = [aProject(), temporaryFolder()];
    const text = aFile({
      endpoints: { in: { ...queue("in"), schema: "flight" }, out: queue("out") },
      hops: { h: { from: "in", to: "out", transforms: ["flight-to-row"] } },
      examples,
    });
    writeFileSync(join(place, "fabric.yaml"), text);
    const step = join(project.root, "shared/transforms/flight-to-row.ts");
    const sound = readFileSync(step, "utf8");
    const spoiled = async (delay: string) => {
      writeFileSync(
        step,
        `let seen = 0;\nconst broken = (n: number): number => { seen++; ${delay} };\n`.concat(
          sound.replace("delay_minutes: delay,", "delay_minutes: broken(delay),"),
        ),
      );
      const { code, out, err } = await runCommand(place, ["test", "--fuzz", "300", "--seed", "5"], "", {
        root: project.root,
      });
      const lines = out.split("\n");
      const input = JSON.parse(lines[3]?.replace("  the smallest input that shows it: ", "") ?? "{}") as {
        body: typeof good;
      };
      return { code, err, found: lines[2]?.trim(), delay: input.body.delay };
    };
    expect(await spoiled('if (n > 1_000) throw new TypeError("n"); return n + 0 * seen;')).toEqual({
      code: 1,
      err: "",
      found: "an error without a class: TRANSFORM: a transform threw a TypeError (TypeError: n)",
      delay: 1_001,
    });
    const differs = "the same message twice does not come to the same";
    expect(await spoiled("return n < -7 ? Date.now() : n + 0 * seen;")).toMatchObject({
      code: 1,
      found: differs,
      delay: -8,
    });
    expect(await spoiled("return n + (seen % 2);")).toMatchObject({ code: 1, found: differs });
  });
});

/** Schemas of a project whose owner has written them, each at the source of a hop of its own. */
async function fuzzedSchemas(schemas: Readonly<Record<string, string>>, words: readonly string[] = []) {
  const [project, place] = [aProject(), temporaryFolder()];
  const index = join(project.root, "shared/schemas/index.ts");
  const entries = Object.entries(schemas).map(([name, schema]) => `${name}: async () => ${schema},`);
  const sound = readFileSync(index, "utf8").replace("import type { z }", "import { z }");
  writeFileSync(index, sound.replace("  flight:", `  ${entries.join("\n  ")}\n  flight:`));
  const names = Object.keys(schemas);
  const sources = names.map((name) => [`in-${name}`, { ...queue(`in-${name}`), schema: name }] as const);
  const text = aFile({
    endpoints: { ...Object.fromEntries(sources), out: topic("out") },
    hops: Object.fromEntries(names.map((name) => [name, { from: `in-${name}`, to: "out" }])),
  });
  writeFileSync(join(place, "fabric.yaml"), text);
  const given = ["test", "--fuzz", "60", "--seed", "1", ...words];
  const { code, out, err } = await runCommand(place, given, "", { root: project.root });
  return { code, err, lines: out.trimEnd().split("\n").slice(1) };
}

describe("hops of schemas that are hard to fit", () => {
  it("are no failure of the hop where a number is none that the schema takes once it is read", async () => {
    const { code, lines } = await fuzzedSchemas({ numbers: "z.object({ n: z.number() })" });
    expect([code, lines.at(-1)]).toEqual([0, "fabric.yaml: 1 of 1 way into hops tried, nothing found"]);
    expect([2 ** 53 - 1, 2 ** 53, 1e300].map((body) => isTaken(z.number(), { body }))).toEqual([true, false, true]);
  });

  it("are named where no messages can be made, and the hops behind them are tried", async () => {
    const broken = 'z.lazy((): z.ZodType => { throw new RangeError("no\\nschema"); })';
    const { code, lines } = await fuzzedSchemas({
      broken,
      table: 'z.record(z.enum(["a", "b"]), z.int())',
      rare: "z.object({ text: z.string().refine((text) => text.length === 7_777) })",
    });
    expect([code, lines]).toEqual([
      1,
      [
        String.raw`hop broken from in-broken: not tried: no messages can be made of schema broken: RangeError: no\nschema`,
        "hop table from in-table: 60 inputs of schema table: 60 relayed",
        expect.stringMatching(
          /^hop rare from in-rare: 60 inputs of schema rare, 0 of which pass all its checks: 60 dead/,
        ),
        "  none of them passes the schema, so what lies behind it is not tried: examples of the hop with good bodies help",
        "fabric.yaml: 2 of 3 ways into hops tried, nothing found",
      ],
    ]);
    const alone = await fuzzedSchemas({ broken });
    expect([alone.code, alone.lines.at(-1)]).toEqual([1, "fabric.yaml: nothing could be tried"]);
  });

  it("are told of where a check of the schema throws", async () => {
    const { code, lines } = await fuzzedSchemas({
      rude: 'z.object({ n: z.int() }).refine(({ n }) => { if (n > 50) throw new TypeError("n"); return true; })',
    });
    expect([code, lines[1]]).toEqual([1, expect.stringMatching(/an error without a class: SCHEMA: .*TypeError/)]);
  });
});

describe("a finding", () => {
  const error = (code: string, cause?: unknown) => new TransformError(code, "said", cause);
  const found = (thrown: TransformError | SinkError, isGood = true) =>
    findingIn([{ error: thrown }], isGood, new Map())?.kind;

  it("is no error that has a class, but of a body that was good before", () => {
    expect([
      found(error("INPUT")),
      found(error("SCHEMA"), false),
      found(new SinkError("NO_ROUTE", "none", false)),
    ]).toEqual([undefined, undefined, undefined]);
    expect([found(error("SCHEMA")), found(error("OUTPUT"), false)]).toEqual(["output", "output"]);
  });

  it("is every error that was thrown without a meaning, with its cause", () => {
    expect(["TRANSFORM", "ENDING", "UNEXPECTED", "SINK_THREW"].map((code) => found(error(code)))).toEqual(
      Array(4).fill("unforeseen"),
    );
    const cause = new RangeError("too far");
    expect(findingIn([{ error: error("TRANSFORM", cause) }], true, new Map())?.text).toBe(
      "an error without a class: TRANSFORM: said (RangeError: too far)",
    );
  });
});
