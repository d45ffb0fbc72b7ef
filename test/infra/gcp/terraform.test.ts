import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { locked } from "../../../infra/gcp/outputs.ts";
import { synthGoogle } from "../../../infra/gcp/synth.ts";
import { loadDeployment } from "../../../infra/load-deployment.ts";
import { deployment } from "../../../shared/fabric/deployment/deployment.ts";
import { emptyLock } from "../../../shared/fabric/deployment/lock.ts";
import { aFabric } from "../../shared/fabric/a-fabric.ts";
import { forSoundFabrics } from "../../support/arbitrary-fabric.ts";
import { buildOnce } from "../../support/built.ts";
import { terraformMissing } from "../../support/terraform/run/program.ts";
import { wholeLife } from "../../support/terraform/run/whole-life.ts";
import type { Stack } from "../../support/terraform/walk/stack.ts";
import { walkSchema } from "../../support/terraform/walk/walk-schema.ts";
import { aHalf, halfOf } from "./a-half.ts";

const why = terraformMissing === undefined ? "" : `: ${terraformMissing}`;
const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };

let folder = "";
beforeAll(async () => {
  await buildOnce();
  folder = mkdtempSync(join(tmpdir(), "hopspan-half-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const stackOf = async (example: string) => {
  const file = join(import.meta.dirname, "../../../examples", example, "fabric.yaml");
  const { deployment: plan } = await loadDeployment({ file });
  return { plan, path: synthGoogle(plan, { outdir: join(folder, example), home: folder }) };
};

describe("the Google half", () => {
  it("is what the provider's schema asks for, in any fabric", async () => {
    await forSoundFabrics(async (fabric) => expect(walkSchema((await halfOf(fabric)).json as Stack)).toEqual([]));
  });

  it("would not pass with a part that is not there, is not known, or is of the wrong kind", async () => {
    const half = await aHalf(
      { scores: { pubsub: "scores" }, inbox: { sqs: "inbox" } },
      { return: { from: "scores", to: "inbox" } },
    );
    const text = JSON.stringify(half.json);
    const complaints = (from: string, to: string) => {
      expect(text).toContain(from);
      return walkSchema(JSON.parse(text.replace(from, to)) as Stack);
    };
    expect(complaints('"topic_scores":{', '"topic_other":{')).not.toEqual([]);
    expect(complaints('"oidc_token":{', '"odic_token":{')).not.toEqual([]);
    expect(complaints('"max_delivery_attempts":100', '"max_delivery_attempts":"many"')).not.toEqual([]);
    expect(complaints('"max_delivery_attempts":100', '"max_delivery_attempts":101')).not.toEqual([]);
  });
});

describe.skipIf(terraformMissing)(`terraform${why}`, { timeout: 240_000 }, () => {
  it.each(["retail", "analytics"])(
    "makes the %s example, finds nothing more to do, and takes it all away",
    async (name) => {
      const { plan, path } = await stackOf(name);
      const { init, validate, plan: first, apply, outputs, again, destroy, left } = await wholeLife(path);
      const codes = [init, validate, first, apply, again, destroy].map((report) => report?.code);
      expect(codes).toEqual([0, 0, 2, 0, 0, 0]);
      expect(again?.changes).toEqual({});
      expect(left).toEqual([]);
      const lock = locked(emptyLock(plan.fabric), plan, outputs ?? {});
      const run = plan.functions.filter((each) => each.cloud === "gcp");
      expect(Object.entries(lock.serviceAccounts).map(([link, { email }]) => [link, email])).toEqual(
        run.map(({ link, email }) => [link.name, email]).toSorted(),
      );
      for (const { uniqueId } of Object.values(lock.serviceAccounts)) expect(uniqueId).toMatch(/^[0-9]{21}$/);
    },
  );

  it("hands on texts of the fabric as they are, whatever they look like", async () => {
    const fields = { a: `\${x} %{y} $\${z} %%{w} $$\${v} \${path.module}` };
    const fabric = aFabric(
      {
        scores: { pubsub: "scores" },
        copy: { pubsub: "copy", landsIn: { gcs: { bucket: "shop", prefix: `\${p}/` } } },
      },
      { return: { from: "scores", to: "copy", transforms: [{ set: { fields } }] } },
      { gcp },
    );
    const plan = await deployment(fabric);
    const { state } = await wholeLife(synthGoogle(plan, { outdir: join(folder, "texts"), home: folder }));
    expect(state).toMatchObject({
      "google_cloudfunctions2_function.function_return": {
        service_config: [{ environment_variables: { HOPSPAN_LINK: JSON.stringify(plan.functions[0]?.link) } }],
      },
      "google_pubsub_subscription.lands_copy": { cloud_storage_config: [{ filename_prefix: `\${p}/` }] },
    });
  });

  it("is kept from a project that is not the fabric's, before any function is without its rights", async () => {
    const { path } = await stackOf("retail");
    const { apply } = await wholeLife(path, { projectNumber: "999999999999" });
    expect(apply?.code).toBe(1);
    expect(apply?.complaints.join("\n")).toContain(
      "gcp.projectNumber of fabric retail is not the number of project retail-analytics",
    );
    expect(readFileSync(join(path, "cdk.tf.json"), "utf8")).toContain("postcondition");
  });
});
