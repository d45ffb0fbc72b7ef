import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runExamples } from "../../infra/cli/examples.ts";
import { coverageOf } from "../../infra/cli/trial/coverage.ts";
import { loadDeployment } from "../../infra/load-deployment.ts";
import { blocksOf } from "../docs/pages.ts";
import { ROOT, temporaryFolder } from "../support/run-command.ts";

const files = readdirSync(join(ROOT, "examples")).map((name) => join("examples", name, "fabric.yaml"));
const folder = temporaryFolder();
const wholes = blocksOf("yaml").filter(({ text }) => /^fabric: /m.test(text));
const warned = (problems: readonly { readonly severity: string; readonly code: string }[]) =>
  problems.filter(({ severity }) => severity !== "note").map(({ code }) => code);

describe("an example", () => {
  it.each(files)("has nothing that is wrong, also where it is to be deployed: %s", async (file) => {
    const { warnings } = await loadDeployment({ file: join(ROOT, file) });
    expect(warned(warnings)).toEqual([]);
  });

  it.each(files)("shows for every hop and every branch what it does, and is right: %s", async (file) => {
    const { fabric } = await loadDeployment({ file: join(ROOT, file) });
    const { results, reached } = await runExamples(fabric, { secret: () => Buffer.from("an example's secret") });
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
    expect(coverageOf(fabric, reached).missed).toEqual([]);
  });
});

describe("a whole fabric of the docs", () => {
  it("is found in the README", () => {
    expect(wholes.map(({ page }) => page)).toContain("README.md");
  });

  it.each(wholes.map(({ page, line, text }) => [`${page}:${line}`, text] as const))(
    "can be planned as it stands at %s",
    async (_, text) => {
      writeFileSync(join(folder, "fabric.yaml"), text);
      const { warnings } = await loadDeployment({ file: join(folder, "fabric.yaml") });
      expect(warned(warnings).filter((code) => code !== "EXISTING_SOURCE")).toEqual([]);
    },
  );
});
