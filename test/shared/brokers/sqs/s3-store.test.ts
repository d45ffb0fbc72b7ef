import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { sha256 } from "../../../../shared/brokers/claims.ts";
import { s3Store } from "../../../../shared/brokers/sqs/s3-store.ts";
import { type ABucket, aBucket, type ObjectAsked } from "../../../support/a-bucket.ts";
import { aBudget } from "../../../support/a-message.ts";
import { signatureFault } from "../../../support/identity/check-signature.ts";
import { motoMissing, startMoto } from "../../../support/party/moto.ts";
import type { Party } from "../../../support/party/process.ts";

const keys = { AWS_ACCESS_KEY_ID: "AKID", AWS_SECRET_ACCESS_KEY: "secret", AWS_SESSION_TOKEN: "token" };
const place = { bucket: "claims", region: "eu-west-1" };
const text = Buffer.from("ü".repeat(3_000));
const laid = { key: "orders/2026-11-25/a b!(1)", bytes: text, sha256: sha256(text) };

const open: ABucket[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

const known = { secretAccessKey: "secret", sessionToken: "token", expiresAt: Number.MAX_SAFE_INTEGER };
const judge = (asked: ObjectAsked) => {
  const fault = signatureFault({ ...asked, body: asked.body.toString() }, "s3", () => known, Date.now());
  return fault === undefined ? undefined : { status: 403, code: fault };
};

async function opened() {
  const bucket = await aBucket(judge);
  open.push(bucket);
  return { ...bucket, store: s3Store(place, { ...keys, AWS_ENDPOINT_URL_S3: bucket.url }) };
}

describe("a store in S3", () => {
  it("signs what it asks, and has S3 check the body", async () => {
    const { store, asked } = await opened();
    expect(await store.put(laid, aBudget())).toBe(laid.key);
    expect(Buffer.from(await store.get(laid.key, text.length, aBudget()))).toEqual(text);
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "PUT /claims/orders/2026-11-25/a%20b%21%281%29",
      "GET /claims/orders/2026-11-25/a%20b%21%281%29",
    ]);
    expect(asked[0]?.headers["x-amz-checksum-sha256"]).toBe(Buffer.from(laid.sha256, "hex").toString("base64"));
  });

  it("replaces what lies under the same key", async () => {
    const { store, objects } = await opened();
    await store.put(laid, aBudget());
    await store.put(laid, aBudget());
    expect([...objects.keys()]).toEqual(["/claims/orders/2026-11-25/a%20b%21%281%29"]);
  });

  it("is refused without keys, and says so as somebody who can't be known", async () => {
    const { url } = await opened();
    const store = s3Store(place, { AWS_ENDPOINT_URL: url });
    await expect(store.put(laid, aBudget())).rejects.toMatchObject({ code: "NO_IDENTITY", retryable: true });
  });

  it("does not take a body that is not the one that was hashed", async () => {
    const { store, objects } = await opened();
    const wrong = { ...laid, sha256: sha256("another") };
    await expect(store.put(wrong, aBudget())).rejects.toMatchObject({ code: "CLAIM_STORE", retryable: true });
    expect(objects.size).toBe(0);
  });
});

if (motoMissing !== undefined) console.warn(`skipped: a store in moto's S3, since ${motoMissing}`);

describe.skipIf(motoMissing !== undefined)("a store in moto's S3", () => {
  let moto: Party;
  beforeAll(async () => {
    moto = await startMoto();
    return () => moto.stop();
  });

  it("lays bodies down and gets them back, and knows what is gone", async () => {
    const store = s3Store(place, { ...keys, AWS_ENDPOINT_URL_S3: `http://${moto.host}` });
    await fetch(`http://${moto.host}/claims`, {
      method: "PUT",
      body: "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>",
      headers: { authorization: "AWS4-HMAC-SHA256 Credential=AKID/20261125/eu-west-1/s3/aws4_request" },
    });
    expect(await store.put(laid, aBudget())).toBe(laid.key);
    expect(Buffer.from(await store.get(laid.key, text.length, aBudget()))).toEqual(text);
    await expect(store.get("orders/none", 5, aBudget())).rejects.toMatchObject({
      code: "CLAIM_GONE",
      retryable: false,
    });
    const elsewhere = s3Store({ ...place, bucket: "nobodys" }, { ...keys, AWS_ENDPOINT_URL_S3: `http://${moto.host}` });
    await expect(elsewhere.get("k", 5, aBudget())).rejects.toMatchObject({
      code: "CLAIM_STORE",
      message: "bucket nobodys can't be used: NoSuchBucket",
    });
  });
});
