import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeModule } from "../../../infra/gcp/module.ts";
import { deployment } from "../../../shared/fabric/deployment/deployment.ts";
import { aFabric } from "../../shared/fabric/a-fabric.ts";
import { buildOnce } from "../../support/built.ts";
import { terraformMissing } from "../../support/terraform/run/program.ts";
import { wholeLife } from "../../support/terraform/run/whole-life.ts";

const why = terraformMissing === undefined ? "" : `: ${terraformMissing}`;
const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
const feed = { pubsub: "feed", landsIn: { bigquery: { table: "shop.rows" } } };

let home = "";
let folder = "";
beforeAll(async () => {
  await buildOnce();
  home = mkdtempSync(join(tmpdir(), "hopspan-module-"));
  folder = join(home, "module");
  const fabric = aFabric({ feed, inbox: { sqs: "inbox" } }, { return: { from: "feed", to: "inbox" } }, { gcp });
  writeModule(await deployment(fabric), { folder });
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const module = (): Record<string, Record<string, unknown>> =>
  JSON.parse(readFileSync(join(folder, "main.tf.json"), "utf8"));

describe("a module of the Google half", () => {
  it("leaves provider, version and state to its user, and tells what the lock needs", () => {
    expect(Object.keys(module())).toEqual(["//", "terraform", "resource", "output"]);
    expect(module()["terraform"]).toEqual({
      required_providers: { google: { source: "hashicorp/google", version: ">= 6.50.0, < 7.0.0" } },
    });
    expect(Object.keys(module()["output"] ?? {}).toSorted()).toEqual(["hopspan", "push_urls"]);
  });

  it("holds its sources, and says nothing of where it was made", () => {
    expect(readdirSync(folder).toSorted()).toEqual(["main.tf.json", "sources"]);
    const [source = ""] = readdirSync(join(folder, "sources"));
    const text = readFileSync(join(folder, "main.tf.json"), "utf8");
    expect(text).toContain(`\${path.module}/sources/${source}`);
    // One note for whoever opens it, and none of where each resource comes from in our code.
    expect([text.split('"//"').length - 1, module()["//"]]).toEqual([
      1,
      "Written by hopspan synth for fabric retail: what is changed here is lost",
    ]);
    expect(text).not.toContain(folder);
  });

  it("protects tables, since nobody asks before terraform takes them away", () => {
    expect(module()["resource"]?.["google_bigquery_table"]).toMatchObject({
      table_feed: { deletion_protection: true },
    });
  });

  it.skipIf(terraformMissing)(
    `is made by terraform as it is${why}`,
    async () => {
      const root = join(home, "root");
      cpSync(folder, root, { recursive: true });
      renameSync(join(root, "main.tf.json"), join(root, "cdk.tf.json"));
      const { init, validate, plan, apply, again } = await wholeLife(root);
      expect([init, validate, plan, apply, again].map((report) => report?.code)).toEqual([0, 0, 2, 0, 0]);
    },
    240_000,
  );
});
