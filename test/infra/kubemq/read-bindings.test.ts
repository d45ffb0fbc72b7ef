import { describe, expect, it } from "vitest";
import { importKubemq } from "../../../infra/kubemq/import-kubemq.ts";
import { ConfigError, describeProblem } from "../../../shared/core/errors.ts";

const clouds = { aws: new Set<string>(), google: new Set<string>() };

/** What is said of a file that is refused; nothing where it is not. */
const refusals = async (text: string, given = clouds): Promise<readonly string[]> => {
  try {
    await importKubemq(text, "b.yaml", { clouds: given });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(describeProblem);
    throw error;
  }
};

const binding = (rest: object = {}, name = "one") => ({
  name,
  sources: { kind: "source.queue", name: "s", connections: [{ address: "a:1", channel: "q" }] },
  targets: { kind: "target.queue", name: "t", connections: [{ address: "b:1", channels: "r" }] },
  ...rest,
});
const file = (...bindings: readonly unknown[]): string => JSON.stringify({ bindings }, undefined, 1);
const sources = (rest: object) => ({ ...binding().sources, ...rest });
const targets = (rest: object) => ({ ...binding().targets, ...rest });

describe("a binding file that KubeMQ would not take either", () => {
  it.each<readonly [string, string, readonly string[]]>([
    [
      "has no bindings",
      "apiPort: 8080",
      ["b.yaml:1:1: bindings must be a list with at least one binding: - name: NAME"],
    ],
    [
      "has an empty list",
      "bindings: []",
      ["b.yaml:1:1: bindings must be a list with at least one binding: - name: NAME"],
    ],
    [
      "is a list",
      "- a\n- b",
      [
        "b.yaml:1:1: the file must be a table of keys and values",
        "b.yaml:1:1: bindings must be a list with at least one binding: - name: NAME",
      ],
    ],
    ["is empty", "# nothing\n", ["b.yaml: the file is empty: a binding file starts with bindings:"]],
    ["has a binding without a name", file(binding({}, "")), ["b.yaml:4:4: a binding must have a name"]],
    [
      "has a binding that is a text",
      "bindings:\n  - one",
      ["b.yaml:2:5: an entry of bindings must be a table of keys and values", "b.yaml:2:5: a binding must have a name"],
    ],
    [
      "names two bindings alike",
      "bindings:\n  - &one { name: one, source: { kind: source.events, connections: [{ channel: e }] }, target: { kind: target.queue, connections: [{ channels: q }] } }\n  - *one",
      ["b.yaml:2:12: binding one is there twice: a binding's name is its own"],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await refusals(text)).toEqual(expected);
  });

  it.each<readonly [string, object, string]>([
    [
      "a kind that is none",
      { sources: sources({ kind: "source.mqtt" }) },
      'kind "source.mqtt" is none that a source has: one of source.queue, source.events, source.events-store, source.command, source.query',
    ],
    [
      "a kind misspelt",
      { sources: sources({ kind: "source.event" }) },
      'kind "source.event" is none that a source has: did you mean source.events?',
    ],
    [
      "a kind of the other end",
      { targets: targets({ kind: "source.queue" }) },
      'kind "source.queue" is none that a target has: ',
    ],
    ["no kind", { targets: targets({ kind: "" }) }, "kind is missing: one of target.queue"],
    ["no sources", { sources: undefined }, "sources are missing: { kind: source.KIND, connections: [...] }"],
    [
      "no connections",
      { targets: targets({ connections: [] }) },
      "connections must be a list with at least one: - address: HOST:PORT",
    ],
    [
      "a connection that is a text",
      { targets: targets({ connections: ["b:1"] }) },
      "an entry of connections must be a table of keys and values",
    ],
    [
      "a source without a channel",
      { sources: sources({ connections: [{ address: "a:1" }] }) },
      "a source must have a channel: channel: NAME",
    ],
    [
      "channels without a name",
      { targets: targets({ connections: [{ channels: " , " }] }) },
      "there must be the name of at least one channel",
    ],
    [
      "a channel that is a list",
      { targets: targets({ connections: [{ channels: ["a", "b"] }] }) },
      "channels must be a text or a number",
    ],
    ["both forms of a side", { source: sources({}) }, "source stands beside sources: keep one of the two"],
    [
      "both forms of connections",
      { targets: targets({ properties: {} }) },
      "properties stands beside connections: keep one of the two",
    ],
    [
      "a key in two cases",
      { properties: { log_level: "a", Log_Level: "b" } },
      "key Log_Level is there as log_level too: keep one",
    ],
    ["too few attempts", { properties: { retry_attempts: 0 } }, "retry_attempts must be at least 1"],
    ["a rate below nothing", { properties: { rate_per_second: "-1" } }, "rate_per_second must be at least 0"],
    [
      "no jitter at all",
      { properties: { retry_max_jitter_milliseconds: 0 } },
      "retry_max_jitter_milliseconds must be at least 1",
    ],
  ])("has %s", async (_, rest, message) => {
    const [first = "", ...others] = await refusals(file(binding(rest)));
    expect(first).toMatch(/^b\.yaml:\d+:\d+: binding one: /);
    expect(first).toContain(message);
    expect(others).toEqual([]);
  });

  it("has a delay of a kind that is none, where the source has delays", async () => {
    const rest = { properties: { retry_delay_type: "slow" }, sources: sources({ kind: "source.events" }) };
    expect(await refusals(file(binding(rest)))).toEqual([
      expect.stringContaining("retry_delay_type must be one of back-off, fixed, random"),
    ]);
  });

  it("is told all that is wrong with it at once, in the order of the file", async () => {
    const text = file(binding({ sources: undefined }), binding({ properties: { retry_attempts: -1 } }, "two"), 7);
    expect((await refusals(text)).length).toBe(4);
  });
});

describe("a text that is no plain YAML", () => {
  it.each([
    ["no YAML at all", "bindings: [", /^b\.yaml:1:\d+: not YAML: /],
    [
      "a key that is there twice",
      "bindings:\n  - name: a\n    name: b",
      /^b\.yaml:3:5: key name is there twice: keep one$/,
    ],
    ["the key that JavaScript keeps", "bindings:\n  - __proto__: {}", /^b\.yaml:2:5: __proto__ can't be used as a key/],
    ["an alias without an anchor", "bindings: *none", /^b\.yaml:1:1: alias \*none has no anchor before it$/],
    ["an alias in its own anchor", "bindings: &all [*all]", /^b\.yaml:1:1: an alias stands inside its own anchor/],
    ["nesting beyond measure", "[".repeat(50_000), /^b\.yaml:.*nested too deeply|not YAML/],
    ["a tag", "bindings: !secret x", /^b\.yaml:1:11: tag !secret has no meaning here/],
    [
      "a second document",
      `${file(binding())}\n---\n${file(binding())}`,
      /^b\.yaml:\d+:\d+: a second document starts here/,
    ],
  ])("is refused: %s", async (_, text, expected) => {
    expect((await refusals(text))[0]).toMatch(expected);
  });

  it("is refused where aliases multiply it beyond measure", async () => {
    const levels = Array.from({ length: 12 }, (__, at) => `l${at + 1}: &l${at + 1} [${`*l${at},`.repeat(9)}]`);
    expect((await refusals(`l0: &l0 [x]\n${levels.join("\n")}`))[0]).toContain(
      "aliases multiply the file beyond measure",
    );
  });

  it("has keys named as members of every object without harm", async () => {
    const { notes } = await importKubemq(
      file(binding({ constructor: 1, properties: { toString: "x", valueOf: 2 } })),
      "b.yaml",
      { clouds },
    );
    expect(notes.map(({ message }) => message)).toContain(
      "binding one: constructor is no key that KubeMQ Bridges knows here, and nothing is made of it",
    );
  });
});

describe("a cluster that is given to a cloud", () => {
  it.each([
    [
      { aws: new Set(["c:1"]), google: new Set<string>() },
      "--aws names c:1, and the file has no such cluster: did you mean a:1?",
    ],
    [
      { aws: new Set<string>(), google: new Set(["kubemq"]) },
      "--google names kubemq, and the file has no such cluster: it has a:1, b:1",
    ],
    [{ aws: new Set(["a"]), google: new Set(["a:1"]) }, "cluster a:1 is given to both clouds: one stands for it"],
  ])("is one of the file's, and given once", async (given, expected) => {
    expect(await refusals(file(binding()), given)).toEqual([expected]);
  });
});
