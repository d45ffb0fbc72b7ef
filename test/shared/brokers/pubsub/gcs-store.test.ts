import { createHash } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { sha256 } from "../../../../shared/brokers/claims.ts";
import { gcsStore } from "../../../../shared/brokers/pubsub/gcs-store.ts";
import { aBucket, type ObjectAsked } from "../../../support/a-bucket.ts";
import { aBudget } from "../../../support/a-message.ts";
import { loopback } from "../../../support/identity/loopback.ts";

const bytes = Buffer.from([0, 255, 128, 10]);
const laid = { key: "feed/2026-11-25/abc", bytes, sha256: sha256(bytes) };

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

const judge = ({ headers }: ObjectAsked) =>
  headers["authorization"] === "Bearer good" ? undefined : { status: 401, code: "AuthenticationRequired" };

async function opened(token = "good") {
  const bucket = await aBucket(judge);
  const metadata = await loopback(() => ({
    headers: { "metadata-flavor": "Google" },
    body: JSON.stringify({ access_token: token }),
  }));
  open.push(bucket, metadata);
  const env = { GCE_METADATA_HOST: metadata.host, CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE: bucket.url };
  return { ...bucket, store: gcsStore("claims", env) };
}

describe("a store in Cloud Storage", () => {
  it("shows the function's own token, and has the body checked", async () => {
    const { store, asked } = await opened();
    expect(await store.put(laid, aBudget())).toBe(laid.key);
    expect(Buffer.from(await store.get(laid.key, 4, aBudget()))).toEqual(bytes);
    const [put, get] = asked;
    expect([
      put?.method,
      put?.path,
      put?.headers["x-goog-if-generation-match"],
      put?.headers["x-goog-meta-sha256"],
    ]).toEqual(["PUT", "/claims/feed/2026-11-25/abc", "0", laid.sha256]);
    expect(put?.headers["content-md5"]).toBe(createHash("md5").update(bytes).digest("base64"));
    expect([get?.method, get?.path]).toEqual(["GET", "/claims/feed/2026-11-25/abc"]);
  });

  it("takes what lies there already for laid down: its key is made of its content", async () => {
    const { store, asked, objects } = await opened();
    await store.put(laid, aBudget());
    expect(await store.put(laid, aBudget())).toBe(laid.key);
    expect(asked.length).toBe(2);
    expect(objects.size).toBe(1);
  });

  it("lays a body under a second key where it may not replace the first", async () => {
    const { store, objects, fail } = await opened();
    fail({ status: 403, code: "AccessDenied" });
    const key = await store.put(laid, aBudget());
    expect(key).toMatch(/^feed\/2026-11-25\/abc-[0-9a-f-]{36}$/);
    expect(objects.get(`/claims/${key}`)).toEqual(bytes);
    fail({ status: 403, code: "AccessDenied" }, { status: 403, code: "AccessDenied" });
    await expect(store.put(laid, aBudget())).rejects.toMatchObject({ code: "CLAIM_STORE", retryable: true });
  });

  it("leaves a token that is not taken for another try", async () => {
    const { store } = await opened("bad");
    await expect(store.get(laid.key, 4, aBudget())).rejects.toMatchObject({
      code: "CLAIM_STORE",
      retryable: true,
      message: "bucket claims can't be used: AuthenticationRequired",
    });
  });
});
