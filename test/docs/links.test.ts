import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { parseArgs } from "node:util";
import { describe, expect, it } from "vitest";
import type { Verb } from "../../infra/cli/verb.ts";
import { blocksOf, pages } from "./pages.ts";

const root = join(import.meta.dirname, "../..");

/** Links to files and headings of this project, without those to elsewhere; blocks of code have none. */
const linksOf = (text: string): readonly string[] =>
  [...text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, "").matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, to = ""]) => to)
    .filter((to) => !/^[a-z]+:/.test(to));

/** A heading as a link names it. */
const slug = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
const anchorsOf = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => slug(heading)));

function leadsNowhere(page: string, to: string): boolean {
  const [path = "", anchor] = to.split("#");
  const file = path === "" ? page : relative(root, join(root, dirname(page), path));
  if (!existsSync(join(root, file))) return true;
  return anchor !== undefined && !anchorsOf(pages.get(file) ?? "").has(anchor);
}

describe("a page of the docs", () => {
  it.each([...pages])("%s has links that lead somewhere", (page, text) => {
    expect(linksOf(text).filter((to) => leadsNowhere(page, to))).toEqual([]);
  });
});

/** What is typed behind `npx hopspan`, in blocks and in the text, word by word. */
const calls = [
  ...blocksOf("sh").flatMap(({ page, text }) =>
    [...text.replaceAll("\\\n", " ").matchAll(/^npx hopspan (.+?)(?: +#.*)?$/gm)].map(([, call = ""]) => [page, call]),
  ),
  ...[...pages].flatMap(([page, text]) =>
    [...text.matchAll(/`(?:npx )?hopspan ([a-z-]+ [^`]+)`/g)].map(([, call = ""]) => [page, call]),
  ),
] as const;

const wordsOf = (call: string): readonly string[] =>
  (call.split(/ [&|] | && /)[0] ?? "").match(/'[^']*'|\S+/g)?.map((word) => word.replaceAll("'", "")) ?? [];

describe("a command in the docs", () => {
  it.each(calls)("of %s has a verb and options that there are: %s", async (_, call) => {
    const [verb = "", ...args] = wordsOf(call);
    const name = verb.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    const { [name]: known } = (await import(`../../infra/cli/verbs/${verb}.ts`)) as Record<string, Verb>;
    const options = known?.options ?? expect.fail(`there is no verb ${verb}`);
    expect(() => parseArgs({ args: [...args], options, allowPositionals: true, strict: true })).not.toThrow();
  });

  it("is found", () => {
    expect(calls.length).toBeGreaterThan(20);
  });
});
