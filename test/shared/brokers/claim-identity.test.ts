import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { sha256 } from "../../../shared/brokers/claims.ts";
import { gcsStore } from "../../../shared/brokers/pubsub/gcs-store.ts";
import { s3Store } from "../../../shared/brokers/sqs/s3-store.ts";
import { googleCredentials } from "../../../shared/fabric/deployment/google-credentials.ts";
import { type ABucket, aBucket } from "../../support/a-bucket.ts";
import { aBudget } from "../../support/a-message.ts";
import { PROVIDER } from "../../support/identity/a-google-sts.ts";
import { bothClouds, MINUTE_MS, stubEnvironment } from "../../support/identity/both-clouds.ts";
import { signatureFault } from "../../support/identity/check-signature.ts";
import { temporaryFolder } from "../../support/run-command.ts";

const folder = temporaryFolder();
const bytes = Buffer.from("a body");
const laid = { key: "k", bytes, sha256: sha256(bytes) };

const open: ABucket[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

describe("a body that crosses the clouds", () => {
  it("is laid into S3 by a function in Google Cloud with keys of its role, and with new ones in time", async () => {
    const clouds = await bothClouds();
    const bucket = await aBucket((asked) => {
      const text = { ...asked, body: asked.body.toString() };
      const code = signatureFault(text, "s3", (id) => clouds.sts.keys.get(id), clouds.now());
      return code === undefined ? undefined : { status: 403, code };
    });
    open.push(bucket);
    const env = { ...clouds.onCloudRun(), AWS_ENDPOINT_URL_S3: bucket.url };
    stubEnvironment(env);
    const store = s3Store({ bucket: "claims", region: "eu-west-1" }, env);
    expect(await store.put(laid, aBudget())).toBe("k");
    clouds.pass(58 * MINUTE_MS);
    expect(Buffer.from(await store.get("k", 6, aBudget()))).toEqual(bytes);
    expect(clouds.sts.sessions).toEqual(["retail-orders", "retail-orders"]);
  });

  it("asks for new keys where S3 refuses those that it has, and says so meanwhile", async () => {
    const clouds = await bothClouds();
    const bucket = await aBucket();
    open.push(bucket);
    const env = { ...clouds.onCloudRun(), AWS_ENDPOINT_URL_S3: bucket.url };
    stubEnvironment(env);
    const store = s3Store({ bucket: "claims", region: "eu-west-1" }, env);
    await store.put(laid, aBudget());
    clouds.pass(2 * MINUTE_MS);
    bucket.fail({ status: 403, code: "ExpiredToken" });
    await expect(store.put(laid, aBudget())).rejects.toMatchObject({ code: "CLAIM_STORE", retryable: true });
    await store.put(laid, aBudget());
    expect(clouds.sts.sessions.length).toBe(2);
  });

  it("is laid into Cloud Storage by a function on AWS with a token of its pool", async () => {
    const clouds = await bothClouds();
    const bucket = await aBucket(({ headers }) => {
      const [, token = ""] = /^Bearer (.+)$/.exec(headers["authorization"] ?? "") ?? [];
      return (clouds.googleSts.tokens.get(token) ?? 0) > clouds.now()
        ? undefined
        : { status: 401, code: "AuthenticationRequired" };
    });
    open.push(bucket);
    const file = join(folder, "google-credentials.json");
    const token_url = `${clouds.googleSts.url}/v1/token`;
    writeFileSync(file, JSON.stringify({ ...googleCredentials(PROVIDER, "outbound"), token_url }));
    const env = {
      ...clouds.onLambda(),
      GOOGLE_APPLICATION_CREDENTIALS: file,
      CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE: bucket.url,
    };
    stubEnvironment(env);
    const store = gcsStore("claims", env);
    expect(await store.put(laid, aBudget())).toBe("k");
    expect(Buffer.from(await store.get("k", 6, aBudget()))).toEqual(bytes);
    expect(bucket.objects.size).toBe(1);
  });
});
