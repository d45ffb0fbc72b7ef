import { afterEach, describe, expect, it } from "vitest";
import { ConfigError } from "../../../shared/core/errors.ts";
import { storedSecrets } from "../../../shared/secrets/stored-secrets.ts";
import { bothClouds } from "../../support/identity/both-clouds.ts";
import type { Loopback, Said } from "../../support/identity/loopback.ts";
import { aParameterStore, aSecretStore } from "../../support/identity/secret-stores.ts";

const open: Loopback[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

const BYTES = Uint8Array.of(0, 10, 200, 255);
const GCP = "projects/shop/secrets";

/** A function on each platform, with a store that holds `a` and `b`; the very environment that it would have. */
async function onLambda(places: unknown = { a: { aws: "/shop/a" }, b: { aws: "/shop/b", gcp: `${GCP}/b` } }) {
  const clouds = await bothClouds();
  const store = await aParameterStore(clouds.sts, { "/shop/a": "first", "/shop/b": "ümlaut" }, clouds.now);
  open.push(store);
  const own = { AWS_LAMBDA_FUNCTION_NAME: "hop", AWS_ENDPOINT_URL_SSM: store.url };
  const env = { ...clouds.onLambda(), ...own, HOPSPAN_SECRETS: JSON.stringify(places) };
  return { env, store, sts: clouds.sts };
}

async function onCloudRun(places: unknown = { a: { gcp: `${GCP}/a` }, b: { aws: "/shop/b", gcp: `${GCP}/b` } }) {
  const clouds = await bothClouds();
  const store = await aSecretStore({ [`${GCP}/a`]: Buffer.from("first"), [`${GCP}/b`]: BYTES });
  open.push(store);
  const own = { CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER: store.url, HOPSPAN_SECRETS: JSON.stringify(places) };
  return { env: { ...clouds.onCloudRun(), ...own }, store, metadata: clouds.metadata };
}

const code = (thrown: Promise<unknown>) =>
  thrown.then(
    () => "none",
    ({ code, message }) => `${code} ${message}`,
  );

describe("stored secrets", () => {
  it("are read on Lambda from SSM, decrypted, with the function's own keys", async () => {
    const { env, store } = await onLambda();
    const { secret } = await storedSecrets(env);
    expect([secret("a"), secret("b"), secret("a")].map((each) => Buffer.from(each).toString())).toEqual([
      "first",
      "ümlaut",
      "first",
    ]);
    expect(store.asked.length).toBe(2);
  });

  it("are read on Cloud Run from Secret Manager, byte by byte, by the function's service account", async () => {
    const { env, store } = await onCloudRun();
    const { secret } = await storedSecrets(env);
    expect([Buffer.from(secret("a")).toString(), Uint8Array.from(secret("b"))]).toEqual(["first", BYTES]);
    expect(store.asked.map(({ path }) => path).sort()).toEqual([
      `/v1/${GCP}/a/versions/latest:access`,
      `/v1/${GCP}/b/versions/latest:access`,
    ]);
  });

  it("do not include what nobody has named", async () => {
    const { env } = await onLambda();
    const { secret } = await storedSecrets(env);
    expect(() => secret("c")).toThrow(ConfigError);
  });

  it("come through a store that fails and recovers", async () => {
    const { env, store } = await onLambda({ a: { aws: "/shop/a" } });
    store.interrupt({ status: 500, body: "" }, { status: 400, body: '{"__type":"ThrottlingException"}' }, "cut");
    expect(await code(storedSecrets(env))).toBe(
      "SECRET_STORE secret a: parameter /shop/a can't be read: ThrottlingException",
    );
    expect(Buffer.from((await storedSecrets(env)).secret("a")).toString()).toBe("first");
  });

  it.each<[string, Said, string]>([
    ["a right that is missing", { status: 400, body: '{"__type":"AccessDeniedException"}' }, "AccessDeniedException"],
    ["an empty one", { body: '{"Parameter":{"Value":""}}' }, "it is empty"],
    ["an answer that breaks off", { body: '{"Parameter":{"Value":"s3cr' }, "the answer is no JSON"],
  ])("can be read later, and never count as wrong, with %s in SSM", async (_, said, reason) => {
    const { env, store } = await onLambda({ a: { aws: "/shop/a" } });
    store.interrupt(said);
    const message = `secret a: parameter /shop/a can't be read: ${reason}`;
    await expect(storedSecrets(env)).rejects.toMatchObject({ code: "SECRET_STORE", retryable: true, message });
  });

  it.each<[string, Said, string]>([
    ["a right that is missing", { status: 403, body: '{"error":{"status":"PERMISSION_DENIED"}}' }, "PERMISSION_DENIED"],
    ["an empty one", { body: '{"payload":{}}' }, "it is empty"],
    ["an answer that breaks off", { body: '{"payload":{"data":"czNjc' }, "the answer is no JSON"],
    ["an answer that is no JSON", { status: 400, body: "<html>" }, "status 400"],
  ])("can be read later, and never count as wrong, with %s in Secret Manager", async (_, said, reason) => {
    const { env, store } = await onCloudRun({ a: { gcp: `${GCP}/a` } });
    store.interrupt(said);
    const message = `secret a: ${GCP}/a can't be read: ${reason}`;
    await expect(storedSecrets(env)).rejects.toMatchObject({ code: "SECRET_STORE", retryable: true, message });
  });

  it("can be read later where the store can't be reached", async () => {
    const { env, store } = await onLambda({ a: { aws: "/shop/a" } });
    await store.close();
    expect(await code(storedSecrets(env))).toBe(`NO_ANSWER secret a: ${store.host} did not answer: ECONNREFUSED`);
  });

  it("can be read later where the function can't say who it is", async () => {
    const lambda = await onLambda();
    expect(await code(storedSecrets({ ...lambda.env, AWS_ACCESS_KEY_ID: "" }))).toMatch(/^NO_IDENTITY secret a: /);
    const run = await onCloudRun({ a: { gcp: `${GCP}/a` } });
    run.metadata.interrupt({ status: 404, body: "" });
    expect(await code(storedSecrets(run.env))).toMatch(/^NO_IDENTITY secret a: the metadata server answered 404/);
  });

  it.each([
    ["no JSON", "names", "HOPSPAN_SECRETS is no JSON"],
    ["no place on AWS", '{"a":{"gcp":"projects/p/secrets/a"}}', "secret a has no place on AWS"],
  ])("are wrong for good with %s", async (_, HOPSPAN_SECRETS, message) => {
    const { env } = await onLambda();
    await expect(storedSecrets({ ...env, HOPSPAN_SECRETS })).rejects.toThrow(message);
    await expect(storedSecrets({ ...env, HOPSPAN_SECRETS })).rejects.toThrow(ConfigError);
  });

  it.each(["a", "projects/p/secrets/a/versions/../b", "secrets/a"])(
    "are wrong for good at %s of Google's",
    async (gcp) => {
      const { env } = await onCloudRun({ a: { gcp } });
      await expect(storedSecrets(env)).rejects.toThrow("secret a has no place on Google Cloud");
    },
  );
});
