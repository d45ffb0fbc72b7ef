import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { importKubemq, type Wishes } from "../../../infra/kubemq/import-kubemq.ts";
import { describeProblem } from "../../../shared/core/errors.ts";
import { checkText } from "../../../shared/fabric/check.ts";
import { arbitraryBindings, keysOf, SECRET } from "../../support/arbitrary-bindings.ts";
import { kubemqFixtures, kubemqText } from "../../support/kubemq-fixtures.ts";

const nobody = { aws: new Set<string>(), google: new Set<string>() };
const everything: Wishes = {
  clouds: nobody,
  account: "111122223333",
  region: "eu-west-1",
  project: "my-project",
  googleRegion: "europe-west1",
};

const errorsOf = async (text: string) =>
  (await checkText(text, "fabric.yaml")).problems.filter(({ severity }) => severity === "error").map(describeProblem);

describe("a binding file", () => {
  it.each(kubemqFixtures)("becomes a fabric that check finds sound, and notes: %s", async (name) => {
    const { text, notes } = await importKubemq(kubemqText(`${name}.yaml`), `${name}.yaml`, everything);
    expect(text).toBe(kubemqText(`${name}.fabric.yaml`));
    expect(`${notes.map(describeProblem).join("\n")}\n`).toBe(kubemqText(`${name}.notes.txt`));
    expect(await errorsOf(text ?? "")).toEqual([]);
  });

  it("lacks nothing but account, project and regions where nobody said them, and check names each", async () => {
    const { text = "" } = await importKubemq(kubemqText("connector.yaml"), "connector.yaml", { clouds: nobody });
    expect(await errorsOf(text)).toEqual([
      expect.stringMatching(/^fabric\.yaml:\d+:\d+: aws\.account must be 12 digits/),
      expect.stringMatching(/^fabric\.yaml:\d+:\d+: aws\.region must be an AWS region/),
      expect.stringMatching(/^fabric\.yaml:\d+:\d+: gcp\.project must be a project id/),
      expect.stringMatching(/^fabric\.yaml:\d+:\d+: gcp\.region must be a Google Cloud region/),
    ]);
  });

  it("puts each cluster where it is told to, by its address with or without a port", async () => {
    const clouds = { aws: new Set(["shop"]), google: new Set(["warehouse:50000"]) };
    const { text = "" } = await importKubemq(kubemqText("config-map.yaml"), "c.yaml", { ...everything, clouds });
    expect(parse(text).endpoints).toEqual({
      "orders-shop": { sqs: "orders" },
      "orders-warehouse": { pubsub: "orders" },
      "copies-shop": { sqs: "copies" },
      "copies-warehouse": { pubsub: "copies" },
    });
  });

  it("takes no token along, and has no text where no binding has a counterpart", async () => {
    const { text, notes } = await importKubemq(kubemqText("bridge.yaml"), "bridge.yaml", everything);
    expect(JSON.stringify([text, notes])).not.toContain("eyJ");
    const asked = parse(kubemqText("request-reply.yaml")) as { bindings: readonly unknown[] };
    const only = JSON.stringify({ bindings: asked.bindings.slice(0, 1) });
    expect(await importKubemq(only, "ask.json", everything)).toMatchObject({ bindings: 1, hops: 0, leftOut: 1 });
    expect(await importKubemq(only, "ask.json", everything)).not.toHaveProperty("text");
  });

  it.each([
    ["kubemq/config.yaml", "bridges"],
    ["Our Shop.yml", "our-shop"],
    ["google.yaml", "bridges"],
    ["42.json", "bridges-42"],
  ])("gives the fabric a name that it may have: %s", async (file, name) => {
    const { text = "" } = await importKubemq(kubemqText("bridge.yaml"), file, everything);
    expect(parse(text).fabric).toBe(name);
  });

  it("has names of any kind, which break no line of what is said", async () => {
    const { bindings } = parse(kubemqText("bridge.yaml")) as { bindings: readonly object[] };
    const odd = JSON.stringify({ bindings: [{ ...bindings[0], name: "one\n  two\u202e", "odd\n  key": 1 }] });
    const { notes } = await importKubemq(odd, "odd.json", everything);
    const lines = notes.map(describeProblem);
    expect(lines.filter((line) => line.includes("\n"))).toEqual([]);
    expect(lines).toContainEqual(expect.stringContaining(String.raw`binding one\n  two\u202e: odd\n  key is no key`));
    const twice = JSON.stringify({ bindings: [1, 2].map(() => ({ ...bindings[0], name: "one\n  two" })) });
    await expect(importKubemq(twice, "odd.json", everything)).rejects.toMatchObject({
      problems: [{ message: String.raw`binding one\n  two is there twice: a binding's name is its own` }],
    });
  });

  it("is sound whatever its bindings are, the same each time, and every key is made into something or named", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryBindings, async ({ text, clouds }) => {
        const imported = await importKubemq(text, "x.yaml", { ...everything, clouds });
        expect(await importKubemq(text, "x.yaml", { ...everything, clouds })).toEqual(imported);
        expect(JSON.stringify(imported)).not.toContain(SECRET);
        const said = imported.notes.map(describeProblem).join("\n");
        const isTold = ({ place, binding }: ReturnType<typeof keysOf>[number]) =>
          new RegExp(`(^x\\.yaml:|at |, )${place}\\b`, "m").test(said) || said.includes(`binding ${binding}: left out`);
        expect(keysOf(text).filter((key) => !isTold(key))).toEqual([]);
        expect(imported.hops === 0).toBe(imported.text === undefined);
        if (imported.text !== undefined) expect(await errorsOf(imported.text)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
