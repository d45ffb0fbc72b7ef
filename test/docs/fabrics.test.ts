import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { checkText } from "../../shared/fabric/check.ts";
import { blocksOf } from "./pages.ts";

const blocks = blocksOf("yaml").map(({ page, line, text }) => ({ at: `${page}:${line}`, text, read: parse(text) }));
const isWhole = ({ read }: (typeof blocks)[number]) => "fabric" in read;
// Parts of a hop, with examples of their own: test/shared/transforms/docs.test.ts runs them.
const isHop = ({ read }: (typeof blocks)[number]) => "transforms" in read;
// Files of another kind: faults.test.ts reads them.
const isFaults = ({ read }: (typeof blocks)[number]) => "faults" in read;

/** What a part of a file stands in: everything that it does not say itself. */
const around = {
  fabric: "shop",
  aws: { account: "111122223333", region: "eu-west-1" },
  gcp: { project: "shop-analytics", projectNumber: "123456789012", region: "europe-west1" },
  endpoints: { orders: { sqs: "orders" }, copies: { sqs: "copies" } },
  hops: { copy: { from: "orders", to: "copies" } },
};

/** Errors, and warnings but for those that a page is about. */
async function complaints(text: string, expected: readonly string[] = []): Promise<readonly string[]> {
  const { problems } = await checkText(text, "docs");
  return problems.flatMap(({ severity, code, message }) =>
    severity === "note" || expected.includes(code) ? [] : [`${severity} ${code}: ${message}`],
  );
}

describe("the docs", () => {
  it.each(blocks.filter(isWhole).map((block) => [block.at, block] as const))(
    "show a sound fabric at %s",
    async (_, { text }) => {
      expect(await complaints(text, ["EXISTING_SOURCE"])).toEqual([]);
    },
  );

  const parts = blocks.filter((block) => !isWhole(block) && !isHop(block) && !isFaults(block));
  it.each(parts.map((block) => [block.at, block] as const))("show a sound part of one at %s", async (_, { read }) => {
    const endpoints = { ...around.endpoints, ...read.endpoints };
    expect(await complaints(stringify({ ...around, ...read, endpoints }), ["UNUSED_ENDPOINT"])).toEqual([]);
  });

  it("show every key that a fabric may have", () => {
    const reference = readFileSync(join(import.meta.dirname, "../../docs/fabric-file.md"), "utf8");
    const [, table = ""] = reference.split(/^<!-- (?:keys|end of keys).*$/m);
    const keys = [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, key = ""]) => key.replaceAll("[]", ""));
    expect(keys.length).toBeGreaterThan(80);
    const shown = new Set(blocks.flatMap(({ read }) => pathsOf(read)));
    expect(keys.filter((key) => !shown.has(key))).toEqual([]);
  });
});

/** Tables whose keys are names. */
const NAMED = /^(endpoints|hops|secrets|examples|examples\..*\.attributes)$/;

/** Every key of a file by its path, as the reference writes it; parts of a hop are its hop's. */
function pathsOf(read: unknown, path = ""): readonly string[] {
  if (Array.isArray(read)) return read.flatMap((each) => pathsOf(each, path));
  if (typeof read !== "object" || read === null) return [];
  return Object.entries(read).flatMap(([key, value]) => {
    const here = NAMED.test(path) ? `${path}.NAME` : path === "" ? key : `${path}.${key}`;
    return [here, ...pathsOf(value, here)];
  });
}
