// Whatever a single edit of a fabric changes in either cloud, `plan` shows; and it shows nothing else.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { synthGoogle } from "../../../infra/gcp/synth.ts";
import { changes } from "../../../infra/plan/changes.ts";
import { ConfigError } from "../../../shared/core/errors.ts";
import { checkText } from "../../../shared/fabric/check.ts";
import { type Deployment, deployment } from "../../../shared/fabric/deployment/deployment.ts";
import { inventory } from "../../../shared/fabric/deployment/inventory.ts";
import { fabricJsonSchema } from "../../../shared/fabric/json-schema.ts";
import { keyReference } from "../../../shared/fabric/key-reference.ts";
import { poolProject } from "../../../shared/fabric/rules/federation.ts";
import { EDITED, type Edit, type Edited, editsOf } from "../../support/fabric-edits.ts";
import { temporaryFolder } from "../../support/run-command.ts";
import type { Path } from "../../support/value-at.ts";
import { synthesizePlans } from "../aws/a-synth.ts";

const folder = temporaryFolder();
const bundle = join(folder, "bundle");

/** Everything that both halves say, but for the hashes that name the code of functions. */
function templatesOf(plans: Deployment): string {
  const options = { outdir: join(folder, "google"), home: folder, bundles: () => bundle };
  const google = readFileSync(join(synthGoogle(plans, options), "cdk.tf.json"), "utf8");
  const stacks = synthesizePlans(plans).map(({ name, account, region, template }) => [name, account, region, template]);
  return sorted({ stacks, google: JSON.parse(google) }).replaceAll(/\b([0-9a-f]{64}|[0-9a-f]{16})\b/g, "HASH");
}

/** Keys in one order: that in which a file names things is none of a cloud's. */
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([left], [right]) => (left < right ? -1 : 1)))
      : each,
  );

const read = (file: unknown) => checkText(stringify(file, { aliasDuplicateObjects: false }), "fabric.yaml");

interface Seen {
  readonly edit: Edit;
  readonly isOther: boolean;
  readonly told: number;
}

async function seenOf(whole: Edited): Promise<readonly Seen[]> {
  const { fabric, problems } = await read(whole.file);
  if (fabric === undefined) throw new ConfigError(problems);
  const plans = await deployment(fabric);
  const [templates, made] = [templatesOf(plans), inventory(plans)];
  const seen: Seen[] = [];
  for (const edit of editsOf(whole)) {
    const { fabric: edited } = await read(edit.value);
    // What is no sound fabric is not deployed.
    if (edited === undefined || poolProject(edited).length > 0) continue;
    const after = await deployment(edited);
    // Templates are made of a deployment alone.
    const isOther = JSON.stringify(after) !== JSON.stringify(plans) && templatesOf(after) !== templates;
    seen.push({ edit, isOther, told: changes({ made, begun: {} }, inventory(after)).length });
  }
  return seen;
}

const NAMED: ReadonlySet<string> = new Set(["endpoints", "hops", "secrets", "examples"]);

/** A path as the reference of keys has it. */
const keyOf = (path: Path): string =>
  path
    .map((part, at) => (typeof part === "number" ? "" : at === 1 && NAMED.has(String(path[0])) ? "NAME" : part))
    .filter((part) => part !== "")
    .join(".");

const told = ({ edit: { path, how } }: Seen) => `${path.join(".")}: ${how}`;

describe("a plan", { timeout: 900_000 }, () => {
  const seen: Seen[] = [];
  beforeAll(() => {
    mkdirSync(bundle);
    writeFileSync(join(bundle, "index.cjs"), "exports.handler = async () => ({});\n");
  });

  it.each(EDITED.map((whole, at) => [at + 1, whole] as const))(
    "shows a change exactly where a template of either half is another one: edits of fabric %i",
    async (_, whole) => {
      const edits = await seenOf(whole);
      seen.push(...edits);
      expect(edits.filter(({ isOther, told: count }) => isOther && count === 0).map(told)).toEqual([]);
      expect(edits.filter(({ isOther, told: count }) => !isOther && count > 0).map(told)).toEqual([]);
    },
  );

  it("was asked about every key that a file may have", async () => {
    const reference = keyReference(await fabricJsonSchema());
    const keys = [...reference.matchAll(/^\| `([^`]+)` \|/gm)].map(([, key = ""]) => key.replaceAll("[]", ""));
    const asked = [...new Set(seen.map(({ edit }) => keyOf(edit.path)))];
    expect(keys.length).toBeGreaterThan(80);
    expect(keys.filter((key) => !asked.some((each) => each === key || each.startsWith(`${key}.`)))).toEqual([]);
  });
});
