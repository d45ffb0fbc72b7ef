// A data key on its way: wrapped once, unwrapped by the built functions of both clouds, and told nowhere.

import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { bundleFolder, bundleFunctions } from "../../infra/bundle.ts";
import { synthGoogle } from "../../infra/gcp/synth.ts";
import { lambdaFunction } from "../../infra/local/lambda/lambda-function.ts";
import { toSqsEvent } from "../../infra/local/lambda/sqs-event.ts";
import { runFunction } from "../../infra/local/run/run-function.ts";
import { type Deployment, deployment } from "../../shared/fabric/deployment/deployment.ts";
import type { FunctionPlan } from "../../shared/fabric/deployment/function-plan.ts";
import { inventory } from "../../shared/fabric/deployment/inventory.ts";
import { emptyLock, lockText } from "../../shared/fabric/deployment/lock.ts";
import { secretPlaces } from "../../shared/fabric/deployment/secret-places.ts";
import { synthesizePlans } from "../infra/aws/a-synth.ts";
import { aFabric } from "../shared/fabric/a-fabric.ts";
import { bothClouds } from "../support/identity/both-clouds.ts";
import { aGoogleKms, anAwsKms, awsContext, wrap } from "../support/identity/both-kms.ts";
import type { Said } from "../support/identity/loopback.ts";
import { temporaryFolder } from "../support/run-command.ts";
import { AWS_KEY, GOOGLE_KEY } from "../support/wrapped-keys.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
beforeAll(async () => void (await bundleFunctions()));

const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
const PLAIN = randomBytes(32);
const FOR = "retail/card-key";
const wrappedBy = {
  aws: { key: AWS_KEY, ciphertext: wrap(AWS_KEY, PLAIN, awsContext({ hopspan: FOR })) },
  gcp: { key: GOOGLE_KEY, ciphertext: wrap(GOOGLE_KEY, PLAIN, `hopspan:${FOR}`) },
};
const step = (name: "encrypt" | "decrypt") => [{ [name]: { fields: ["card"], with: "card-key" } }];
const endpoints = {
  orders: { sqs: "orders" },
  sealed: { sqs: "sealed" },
  feed: { pubsub: "feed" },
  inbox: { sqs: "inbox" },
};
const hops = {
  out: { from: "orders", to: "sealed", transforms: step("encrypt") },
  back: { from: "feed", to: "inbox", transforms: step("decrypt") },
};

const plans = (): Promise<Deployment> =>
  deployment(aFabric(endpoints, hops, { gcp, secrets: { "card-key": { wrappedBy } } }));

const planOf = ({ functions }: Deployment, hop: string): FunctionPlan =>
  functions.find((plan) => plan.hop === hop) ?? expect.fail(`hop ${hop} has no function`);

/** What the plan tells a function of its link and secrets. */
const toldOf = ({ link, secrets, cloud }: FunctionPlan) => ({
  HOPSPAN_LINK: JSON.stringify(link),
  HOPSPAN_SECRETS: secretPlaces(secrets, cloud) ?? "",
});

const FORMS = ["base64", "base64url", "hex", "latin1", "utf8"] as const;
const expectUntold = (text: string) => {
  for (const form of FORMS) expect(text).not.toContain(PLAIN.toString(form));
};

const bodiesIn = (asked: readonly { readonly body: string }[]): readonly string[] =>
  asked.map(({ body }) => {
    const sent = JSON.parse(body) as {
      readonly MessageBody?: string;
      readonly Entries?: readonly { MessageBody: string }[];
    };
    return sent.MessageBody ?? sent.Entries?.[0]?.MessageBody ?? "";
  });

/** `said` is what the KMS answers before it comes to itself. */
async function onLambda(said: readonly Said[] = []) {
  const clouds = await bothClouds("real");
  const kms = await anAwsKms(clouds.sts, [AWS_KEY], clouds.now);
  kms.interrupt(...said);
  const logs: string[] = [];
  const lambda = lambdaFunction({
    name: "out",
    bundle: bundleFolder("sqs-to-sqs"),
    environment: {
      ...clouds.onLambda(),
      ...toldOf(planOf(await plans(), "out")),
      AWS_ENDPOINT_URL_KMS: kms.url,
      AWS_ENDPOINT_URL_SQS: clouds.queue.url,
    },
    timeoutSeconds: 20,
    maxConcurrency: 1,
    onLog: (line) => logs.push(JSON.stringify(line)),
  });
  closing.push(kms.close, lambda.close);
  const Attributes = { ApproximateReceiveCount: "1", SentTimestamp: "1772366400000" };
  const event = toSqsEvent([{ MessageId: "m1", Body: '{"card":"4111"}', Attributes }], "arn:aws:sqs:a:b:orders", "a");
  return { kms, logs, queue: clouds.queue, call: () => lambda.invoke(event) };
}

async function onCloudRun(said: readonly Said[] = []) {
  const clouds = await bothClouds("real");
  const kms = await aGoogleKms([GOOGLE_KEY]);
  kms.interrupt(...said);
  const logs: string[] = [];
  const run = await runFunction({
    name: "back",
    bundle: bundleFolder("pubsub-to-sqs"),
    environment: {
      ...clouds.onCloudRun(),
      ...toldOf(planOf(await plans(), "back")),
      CLOUDSDK_API_ENDPOINT_OVERRIDES_CLOUDKMS: kms.url,
    },
    timeoutSeconds: 20,
    onLog: (line) => logs.push(JSON.stringify(line)),
  });
  closing.push(kms.close, run.close);
  const push = async (text: string) => {
    const encoded = Buffer.from(text).toString("base64");
    const message = { data: encoded, attributes: {}, messageId: "m1", publishTime: "2026-03-01T12:00:00Z" };
    const body = JSON.stringify({ message, subscription: "projects/retail-analytics/subscriptions/retail--back" });
    return (await fetch(run.url, { method: "POST", headers: { "content-type": "application/json" }, body })).status;
  };
  return { kms, logs, queue: clouds.queue, push };
}

/** Wrong and broken answers, with the key itself in them. */
const LEAKY: readonly Said[] = [
  { status: 400, body: JSON.stringify({ __type: `Odd ${PLAIN.toString("base64")}` }) },
  { body: `{"Plaintext":"${PLAIN.toString("base64")}","plaintext":"${PLAIN.toString("base64")}` },
  { body: PLAIN.toString("base64") },
  { body: JSON.stringify({ Plaintext: `!${PLAIN.toString("base64")}`, plaintext: `!${PLAIN.toString("base64")}` }) },
];

/** Of what a function has answered, whether it failed. */
const kindOf = (answer: unknown) =>
  typeof answer === "object" && answer !== null && "kind" in answer ? { kind: answer.kind } : answer;

describe("a data key", { timeout: 120_000 }, () => {
  it("seals in AWS what is opened in Google Cloud, and is asked for once by each instance", async () => {
    const [lambda, run] = [await onLambda(), await onCloudRun()];
    const done = { kind: "ok", payload: { batchItemFailures: [] } };
    expect([await lambda.call(), await lambda.call()]).toEqual([done, done]);
    const [sealed = ""] = bodiesIn(lambda.queue.asked);
    expect(sealed).toMatch(/^\{"card":"sealed1\.[\w-]+"\}$/);
    expect([await run.push(sealed), await run.push(sealed)]).toEqual([204, 204]);
    expect(bodiesIn(run.queue.asked)).toEqual(Array(2).fill('{"card":"4111"}'));
    expect([lambda.kms.asked.length, run.kms.asked.length]).toEqual([1, 1]);
    expectUntold([...lambda.logs, ...run.logs, ...lambda.queue.asked.map(({ body }) => body)].join("\n"));
  });

  it("that can't be had for now gives messages back, buries none, and tells nothing of itself in logs or answers", async () => {
    const [lambda, run] = [await onLambda(LEAKY), await onCloudRun(LEAKY)];
    const answers: unknown[] = [];
    // An instance asks as it starts, and again for a call that finds it without.
    while (lambda.kms.asked.length < LEAKY.length) answers.push(await lambda.call());
    while (run.kms.asked.length < LEAKY.length) answers.push(await run.push("{}"));
    for (const answer of answers) expect([500, { kind: "error" }]).toContainEqual(kindOf(answer));
    expect([lambda.queue.asked, run.queue.asked]).toEqual([[], []]);
    expect(await lambda.call()).toEqual({ kind: "ok", payload: { batchItemFailures: [] } });
    expect(await run.push("{}")).toBe(204);
    expectUntold([...lambda.logs, ...run.logs, JSON.stringify(answers)].join("\n"));
  });

  it("that can never be had ends the function as it starts, each time anew, and no message is lost or buried by that", async () => {
    const refused = { status: 400, body: '{"__type":"InvalidCiphertextException"}' };
    const lambda = await onLambda([refused, refused]);
    const answers = [await lambda.call(), await lambda.call()];
    expect(answers.map(kindOf)).toEqual([{ kind: "error" }, { kind: "error" }]);
    expect([lambda.queue.asked, lambda.kms.asked.length]).toEqual([[], 2]);
    expect([...lambda.logs, JSON.stringify(answers)].join("\n")).toContain("make one with hopspan wrap-key");
    expect(await lambda.call()).toEqual({ kind: "ok", payload: { batchItemFailures: [] } });
    const status = { status: 400, body: '{"error":{"status":"INVALID_ARGUMENT"}}' };
    const run = await onCloudRun(Array(8).fill(status));
    const pushed = [await run.push("{}"), await run.push("{}")];
    // 500 of an instance that is about to end, 503 of the platform that finds none.
    expect([pushed.filter((code) => code < 500), run.queue.asked]).toEqual([[], []]);
  });

  it("stands in no template, module, inventory or lock; its ciphertext stands where functions are told of it", async () => {
    const all = await plans();
    const home = temporaryFolder();
    mkdirSync(join(home, "bundle"));
    writeFileSync(join(home, "bundle/index.cjs"), "exports.handler = async () => ({});\n");
    const options = { outdir: join(home, "google"), home, bundles: () => join(home, "bundle") };
    const google = readFileSync(join(synthGoogle(all, options), "cdk.tf.json"), "utf8");
    const aws = JSON.stringify(synthesizePlans(all));
    const lock = lockText({ ...emptyLock("retail"), made: inventory(all) });
    for (const text of [google, aws, lock, JSON.stringify(all)]) expectUntold(text);
    expect([aws.includes(wrappedBy.aws.ciphertext), google.includes(wrappedBy.gcp.ciphertext)]).toEqual([true, true]);
    for (const { ciphertext } of Object.values(wrappedBy)) expect(lock).not.toContain(ciphertext);
  });
});
