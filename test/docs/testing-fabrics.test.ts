import { describe, expect, it } from "vitest";
import { runExamples } from "../../infra/cli/examples.ts";
import { coverageLine, coverageOf } from "../../infra/cli/trial/coverage.ts";
import { exampleSecrets } from "../../infra/cli/trial/example-secrets.ts";
import { parseFabric } from "../../shared/fabric/read.ts";
import { blocksOf } from "./pages.ts";

const pages = blocksOf("yaml").filter(
  ({ page, text }) => page.startsWith("docs/") && /^fabric: [\s\S]*^examples:/m.test(text),
);

describe("examples in the docs", () => {
  it.each(pages.map(({ page, line, text }) => [`${page}:${line}`, text] as const))("hold: %s", async (at, text) => {
    const fabric = parseFabric(text, "docs");
    const { results, reached } = await runExamples(fabric, exampleSecrets({}));
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
    expect(reached.length).toBeGreaterThan(0);
    if (at.startsWith("docs/testing-fabrics.md")) expect(coverageLine(coverageOf(fabric, reached))).toMatch(/^all /);
  });
});
