import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasGoogleHalf } from "../../../infra/gcp/has-google-half.ts";
import { synthGoogle } from "../../../infra/gcp/synth.ts";
import { deployment } from "../../../shared/fabric/deployment/deployment.ts";
import { aFabric } from "../../shared/fabric/a-fabric.ts";

const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
const ends = { scores: { pubsub: "scores" }, inbox: { sqs: "inbox" } };
const hop = { return: { from: "scores", to: "inbox" } };

let folder = "";
const bundles = () => join(folder, "bundle");
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hopspan-synth-"));
  writeFileSync(join(folder, "index.cjs"), "exports.handler = () => {};");
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("synthGoogle", () => {
  const write = async (outdir: string, more: Readonly<Record<string, unknown>> = { gcp }) =>
    synthGoogle(await deployment(aFabric(ends, hop, more)), {
      outdir: join(folder, outdir),
      home: join(folder, outdir),
      bundles: () => folder,
    });

  it("writes the stack and its sources, the same each time", async () => {
    const [one, two] = [await write("one"), await write("two")];
    const text = (path: string) => readFileSync(join(path, "cdk.tf.json"), "utf8");
    expect(text(one)).toBe(text(two));
    expect(JSON.parse(text(one))).toMatchObject({
      provider: { google: [{ project: "retail-analytics", region: "europe-west1" }] },
      terraform: { required_providers: { google: { source: "google", version: "6.50.0" } } },
    });
    const sources = readdirSync(join(one, "sources"));
    expect(sources).toHaveLength(1);
    expect(text(one)).toContain(`\${path.module}/sources/${sources[0]}`);
  });

  it("writes a stack whose state S3 locks, which the tools that it is for can do", async () => {
    const path = await write("s3", { gcp, state: { s3: { bucket: "shop-state" } } });
    expect(JSON.parse(readFileSync(join(path, "cdk.tf.json"), "utf8")).terraform.backend).toMatchObject({
      s3: { bucket: "shop-state", use_lockfile: true },
    });
  });

  it("removes sources of earlier times, and leaves terraform's own files", async () => {
    const path = await write("again");
    writeFileSync(join(path, "sources/old.zip"), "");
    writeFileSync(join(path, ".terraform.lock.hcl"), "");
    await write("again");
    expect([existsSync(join(path, "sources/old.zip")), existsSync(join(path, ".terraform.lock.hcl"))]).toEqual([
      false,
      true,
    ]);
  });

  it("asks for the project's number, and says where to find it", async () => {
    const { projectNumber: _, ...numberless } = gcp;
    await expect(write("none", { gcp: numberless })).rejects.toThrow(
      "gcp.projectNumber is not there: add projectNumber: \"DIGITS\", as gcloud projects describe retail-analytics --format='value(projectNumber)' shows it",
    );
  });

  it("asks for bundles that are not built", async () => {
    const plan = await deployment(aFabric(ends, hop, { gcp }));
    expect(() => synthGoogle(plan, { outdir: join(folder, "unbuilt"), home: folder, bundles })).toThrow(
      "the bundle of pubsub-to-sqs is not built",
    );
  });
});

describe("a fabric", () => {
  it("has a Google half where it has a topic", async () => {
    const inAws = aFabric({ orders: { sqs: "orders" }, inbox: ends.inbox }, { copy: { from: "orders", to: "inbox" } });
    expect([hasGoogleHalf(await deployment(aFabric(ends, hop))), hasGoogleHalf(await deployment(inAws))]).toEqual([
      true,
      false,
    ]);
  });
});
