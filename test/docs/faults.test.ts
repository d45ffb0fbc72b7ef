import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { faultPlaces } from "../../infra/local/faults/fault-places.ts";
import { parseFaults } from "../../infra/local/faults/read-faults.ts";
import { KINDS } from "../../infra/local/faults/schema.ts";
import { compile } from "../../shared/fabric/compile.ts";
import { readFabric } from "../../shared/fabric/read.ts";
import { blocksOf, pages } from "./pages.ts";

const retail = join(import.meta.dirname, "../../examples/retail/fabric.yaml");
const [example, ...others] = blocksOf("yaml").filter(({ text }) => /^faults:/m.test(text));

describe("the page on faults", () => {
  it("has an example that fits the fabric that it is for, and shows every kind that a file can have", async () => {
    const { endpoints } = compile(await readFabric(retail));
    const { seed, rules } = parseFaults(example?.text ?? "", "docs/faults.md", faultPlaces(endpoints));
    expect([seed, rules.length, others]).toEqual([7, 10, []]);
    const kinds = new Set(rules.map(({ fault }) => (fault.kind === "delay" ? "delayMs" : fault.kind)));
    expect(KINDS.filter((kind) => !kinds.has(kind))).toEqual(["hang"]);
  });

  it("tells of every kind", () => {
    const page = pages.get("docs/faults.md") ?? "";
    expect(KINDS.filter((kind) => !page.includes(`| \`${kind}: `))).toEqual([]);
  });
});
