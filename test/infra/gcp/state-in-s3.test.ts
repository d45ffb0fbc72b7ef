import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { synthGoogle } from "../../../infra/gcp/synth.ts";
import { deployment } from "../../../shared/fabric/deployment/deployment.ts";
import { aFabric } from "../../shared/fabric/a-fabric.ts";
import { motoMissing, startMoto } from "../../support/party/moto.ts";
import { environment, settings } from "../../support/terraform/run/offline.ts";
import { callsIn, terraformMissing } from "../../support/terraform/run/program.ts";

const missing = terraformMissing ?? motoMissing;

/** A stack with the state that the file names and nothing else in it, so that terraform asks for no provider. */
async function aStateAlone(home: string, state: object): Promise<string> {
  const folder = synthGoogle(await deployment(aFabric({}, {}, { state })), { outdir: join(home, "out"), home });
  const { terraform } = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as {
    terraform: { backend: unknown };
  };
  const alone = join(home, "alone");
  mkdirSync(alone);
  const stack = { terraform: { backend: terraform.backend }, output: { a: { value: 1 } } };
  writeFileSync(join(alone, "main.tf.json"), JSON.stringify(stack));
  return alone;
}

/** Asks the bucket as anybody would who may; nobody looks at the signature. */
function aBucket(url: string) {
  const scope = "a/20260101/us-east-1/s3/aws4_request";
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=b`;
  const ask = (path: string, method = "GET", body?: string) =>
    fetch(`${url}/shop-state${path}`, { method, headers: { authorization }, ...(body === undefined ? {} : { body }) });
  return {
    ask,
    async make() {
      const versioned = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
      for (const answer of [await ask("", "PUT"), await ask("?versioning", "PUT", versioned)])
        expect(answer.status).toBe(200);
    },
  };
}

describe.skipIf(missing)(`a state in S3${missing === undefined ? "" : `: ${missing}`}`, { timeout: 120_000 }, () => {
  it("is read, locked and written by terraform itself, as the stack says it", async () => {
    const home = mkdtempSync(join(tmpdir(), "hopspan-s3-"));
    const party = await startMoto();
    try {
      const url = `http://${party.host}`;
      const { ask, make } = aBucket(url);
      await make();
      writeFileSync(join(home, "terraform.rc"), settings(home));
      const folder = await aStateAlone(home, { s3: { bucket: "shop-state", region: "us-east-1" } });
      const { TF_REATTACH_PROVIDERS: _, ...plain } = environment(home, {});
      const keys = { AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b", AWS_EC2_METADATA_DISABLED: "true" };
      const there = { AWS_ENDPOINT_URL_S3: url, AWS_ENDPOINT_URL_STS: url, AWS_ENDPOINT_URL_IAM: url };
      const { call, end } = callsIn(folder, { ...plain, ...keys, ...there });
      try {
        // The server has one name for all buckets.
        const init = ["init", "-no-color", "-backend-config=use_path_style=true"];
        for (const words of [init, ["validate", "-no-color"], ["apply", "-no-color", "-auto-approve"]])
          expect(await call(...words)).toMatchObject({ code: 0 });
      } finally {
        await end();
      }
      const state = (await (await ask("/hopspan/retail.tfstate")).json()) as { outputs: object };
      expect(state.outputs).toEqual({ a: { value: 1, type: "number" } });
      // The lock went with the work, and left its versions.
      expect((await ask("/hopspan/retail.tfstate.tflock")).status).toBe(404);
      expect(await (await ask("?versions")).text()).toContain("<Key>hopspan/retail.tfstate.tflock</Key>");
    } finally {
      await party.stop();
      rmSync(home, { recursive: true, force: true });
    }
  });
});
