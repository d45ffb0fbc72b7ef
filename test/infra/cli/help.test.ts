import { readdirSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { overview, verbHelp } from "../../../infra/cli/help.ts";
import { main } from "../../../infra/cli/main.ts";
import type { Verb } from "../../../infra/cli/verb.ts";
import { aTerminal } from "../../support/a-terminal.ts";

const folder = join(import.meta.dirname, "../../../infra/cli/verbs");
const names = readdirSync(folder).map((file) => file.replace(/\.ts$/, ""));
const verbOf = async (name: string) =>
  ((await import(join(folder, `${name}.ts`))) as Record<string, Verb>)[exported(name)] ??
  expect.fail(`${name} is no verb`);
const exported = (name: string) => name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
const widest = (text: string) =>
  Math.max(
    ...stripVTControlCharacters(text)
      .split("\n")
      .map(({ length }) => length),
  );

describe("help", () => {
  it.each(names)("of %s fits a terminal of 80 columns, coloured or not", async (name) => {
    const verb = await verbOf(name);
    const plain = verbHelp(name, verb, { interactive: false, columns: 80 });
    expect(widest(plain)).toBeLessThanOrEqual(80);
    expect(stripVTControlCharacters(verbHelp(name, verb, { interactive: true, columns: 80 }))).toBe(plain);
  });

  it("of all verbs fits 80 columns too, and uses more where there are more", async () => {
    const verbs = await Promise.all(names.map(async (name) => [name, await verbOf(name)] as const));
    const [narrow, wide] = [80, 120].map((columns) => overview(verbs, { interactive: false, columns }));
    expect(widest(narrow ?? "")).toBeLessThanOrEqual(80);
    expect((wide ?? "").split("\n").length).toBeLessThan((narrow ?? "").split("\n").length);
  });

  it("says what is typed as it is to be typed, in lines that a shell takes back together", () => {
    const verb: Verb = {
      usage: "[FILE]",
      about: "Tries",
      options: {},
      examples: [
        "hopspan try --first-option of-some-length --second-option of-some-length --third-option x",
        "jq . a | hopspan try -",
      ],
      run: async () => 0,
    };
    expect(verbHelp("try", verb, { interactive: false, columns: 80 }).split("\n")).toEqual([
      "Tries",
      "",
      "Usage  npx hopspan try [FILE]",
      "",
      "Examples",
      "  npx hopspan try --first-option of-some-length --second-option of-some-length \\",
      "    --third-option x",
      "  jq . a | npx hopspan try -",
    ]);
  });
});

describe("a word too many", () => {
  it.each([...names, "help"])("is refused by %s, in one line and with 2", async (name) => {
    const { terminal, out, err } = aTerminal();
    expect(await main([name, "one", "two", "three", "four"], terminal)).toBe(2);
    expect([out, err]).toEqual([[], [expect.stringMatching(/^hopspan: .+$/)]]);
  });
});
