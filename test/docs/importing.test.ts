import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runCommand, temporaryFolder } from "../support/run-command.ts";
import { blocksOf } from "./pages.ts";

/** The first block of a language on the page. */
const block = (language: string): string =>
  blocksOf(language).find(({ page }) => page === "docs/importing.md")?.text ?? expect.fail(`no ${language} is there`);

it("the page on importing shows what the command makes of its example, and all that it says", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "config.yaml"), block("yml"));
  const [, , ...words] = block("sh").trim().replaceAll("\\\n", " ").split(/\s+/);
  expect(await runCommand(folder, words)).toEqual({ code: 1, out: block("yaml"), err: block("text") });
});
