// The built functions, as their platforms run them, from one cloud into the other: no key anywhere, and a secret read late.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { bundleFolder, bundleFunctions } from "../../infra/bundle.ts";
import { lambdaFunction } from "../../infra/local/lambda/lambda-function.ts";
import { toSqsEvent } from "../../infra/local/lambda/sqs-event.ts";
import { runFunction } from "../../infra/local/run/run-function.ts";
import { type AwsProof, googleCredentials } from "../../shared/fabric/deployment/google-credentials.ts";
import { aGoogleFront } from "../support/identity/a-google-front.ts";
import { PROVIDER } from "../support/identity/a-google-sts.ts";
import { bothClouds } from "../support/identity/both-clouds.ts";
import { aParameterStore, aSecretStore } from "../support/identity/secret-stores.ts";
import { selfSigned } from "../support/identity/self-signed.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
beforeAll(async () => void (await bundleFunctions()));

const account = "111122223333";
const queue = (name: string) => ({ broker: "sqs", name, queue: name, fifo: false, account, region: "eu-west-1" });
const topic = (name: string) => ({ broker: "pubsub", name, topic: name, ordered: false, project: "shop", region: "r" });
const hash = { name: "redact", options: { fields: ["who"], with: { hash: "key" } } };
const SECRET = "projects/shop/secrets/key";
/** HMAC-SHA-256 of `"jane"` under `a-secret`. */
const PSEUDONYM = "yhBZCMD0Tu1vq0YyPTrmIT_DUz9qrEYlL8_o_pMFAhM";

/** A Lambda function behind a queue, with a topic of Google's as its target, and nothing else of Google's in reach. */
async function fromAws(proof: AwsProof) {
  const clouds = await bothClouds("real");
  const tls = selfSigned(["pubsub.googleapis.com"]);
  const front = await aGoogleFront(clouds.googleSts, clouds.now, tls);
  const parameters: Record<string, string> = { "/shop/key": "a-secret" };
  const store = await aParameterStore(clouds.sts, parameters, clouds.now);
  const folder = mkdtempSync(join(tmpdir(), "hopspan-"));
  const [roots, file] = [join(folder, "roots.pem"), join(folder, "google-credentials.json")];
  writeFileSync(roots, tls.certificate);
  const content = { ...googleCredentials(PROVIDER, proof), token_url: `${clouds.googleSts.url}/v1/token` };
  writeFileSync(file, JSON.stringify(content));
  const ends = { source: queue("orders"), targets: [topic("feed")], deadLetters: queue("dead") };
  const link = { name: "shop/hop", crossing: "sqs-to-pubsub", ...ends, transforms: [hash], timeoutSeconds: 20 };
  const lambda = lambdaFunction({
    name: "hop",
    bundle: bundleFolder("sqs-to-pubsub"),
    environment: {
      ...clouds.onLambda(),
      HOPSPAN_LINK: JSON.stringify({ ...link, batch: { maxMessages: 10, windowSeconds: 0 } }),
      HOPSPAN_SECRETS: JSON.stringify({ key: { aws: "/shop/key" } }),
      GOOGLE_APPLICATION_CREDENTIALS: file,
      AWS_ENDPOINT_URL_SSM: store.url,
      AWS_ENDPOINT_URL_SQS: clouds.queue.url,
      GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: roots,
      grpc_proxy: front.proxyUrl,
    },
    timeoutSeconds: 20,
    maxConcurrency: 1,
    onLog: () => {},
  });
  closing.push(() => rmSync(folder, { recursive: true }), front.close, store.close, lambda.close);
  const attributes = { ApproximateReceiveCount: "1", SentTimestamp: "1772366400000" };
  const call = () =>
    lambda.invoke(
      toSqsEvent([{ MessageId: "m1", Body: '{"who":"jane"}', Attributes: attributes }], "arn:aws:sqs:a:b:orders", "a"),
    );
  return { ...clouds, parameters, store, front, call };
}

/** A function on Cloud Run behind a subscription, with a queue in AWS as its target. */
async function fromGoogle() {
  const clouds = await bothClouds("real");
  const secrets: Record<string, Uint8Array> = { [SECRET]: Buffer.from("a-secret") };
  const store = await aSecretStore(secrets);
  const ends = { source: topic("feed"), targets: [queue("orders")], deadLetters: topic("dead") };
  const link = { name: "shop/hop", crossing: "pubsub-to-sqs", ...ends, transforms: [hash], timeoutSeconds: 20 };
  const run = await runFunction({
    name: "shop-hop",
    bundle: bundleFolder("pubsub-to-sqs"),
    environment: {
      ...clouds.onCloudRun(),
      HOPSPAN_LINK: JSON.stringify({ ...link, subscription: "hop" }),
      HOPSPAN_SECRETS: JSON.stringify({ key: { gcp: SECRET } }),
      CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER: store.url,
    },
    timeoutSeconds: 20,
    onLog: () => {},
  });
  closing.push(store.close, run.close);
  const encoded = Buffer.from('{"who":"jane"}').toString("base64");
  const message = { data: encoded, attributes: {}, messageId: "m1", publishTime: "2026-03-01T12:00:00Z" };
  const push = async () => {
    const body = JSON.stringify({ message, subscription: "projects/shop/subscriptions/hop" });
    const headers = { "content-type": "application/json" };
    return (await fetch(run.url, { method: "POST", headers, body })).status;
  };
  return { ...clouds, secrets, push };
}

describe.each<AwsProof>(["signed-request", "outbound"])("a built function from AWS to Google, by %s", (proof) => {
  it("publishes with a token that it got for what AWS says of it, and a secret of AWS's store", async () => {
    const { call, front, googleSts, store } = await fromAws(proof);
    const done = { kind: "ok", payload: { batchItemFailures: [] } };
    expect([await call(), await call()]).toEqual([done, done]);
    const body = `{"who":"${PSEUDONYM}"}`;
    expect(front.taken).toEqual(Array(2).fill({ token: "google-1", texts: [body] }));
    expect([googleSts.asked.length, store.asked.length]).toEqual([1, 1]);
  });
});

describe("a built function from AWS to Google", () => {
  it("gives its batch back while it may not read its secret, and carries the next", async () => {
    const { call, parameters, front, queue: dead } = await fromAws("signed-request");
    delete parameters["/shop/key"];
    const message = "secret key: parameter /shop/key can't be read: ParameterNotFound";
    expect(await call()).toEqual({ kind: "error", type: "HopspanError", message });
    parameters["/shop/key"] = "a-secret";
    expect(await call()).toEqual({ kind: "ok", payload: { batchItemFailures: [] } });
    expect([front.taken.length, dead.asked]).toEqual([1, []]);
  });

  it("gives its messages back, and buries none, while Google does not take AWS's word", async () => {
    const { call, googleSts, front, queue: dead } = await fromAws("signed-request");
    googleSts.interrupt(...Array(3).fill({ status: 400, body: '{"error":"invalid_grant"}' }));
    expect(await call()).toEqual({ kind: "ok", payload: { batchItemFailures: [{ itemIdentifier: "m1" }] } });
    expect(await call()).toEqual({ kind: "ok", payload: { batchItemFailures: [] } });
    expect([front.taken.length, dead.asked]).toEqual([1, []]);
  });
});

describe("a built function from Google to AWS", () => {
  it("sends with a role's keys that it got for what Google says of it, and a secret of Google's store", async () => {
    const { push, queue: target, sts, metadata } = await fromGoogle();
    expect([await push(), await push()]).toEqual([204, 204]);
    expect(target.takenWith).toEqual(Array(2).fill("ASIA0000000000000001"));
    expect(target.asked.map(({ body }) => body)).toEqual(Array(2).fill(expect.stringContaining(PSEUDONYM)));
    // One token to read the secret with, one to show to AWS.
    expect([sts.sessions, metadata.asked.length]).toEqual([["shop-hop"], 2]);
  });

  it("gives its messages back while it may not read its secret, or AWS does not take Google's word", async () => {
    const { push, secrets, sts, queue: target } = await fromGoogle();
    delete secrets[SECRET];
    expect(await push()).toBe(500);
    secrets[SECRET] = Buffer.from("a-secret");
    const body = "<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>";
    sts.interrupt(...Array(3).fill({ status: 403, headers: { "content-type": "text/xml" }, body }));
    expect([await push(), await push()]).toEqual([503, 204]);
    expect(target.takenWith).toEqual(["ASIA0000000000000001"]);
  });
});
