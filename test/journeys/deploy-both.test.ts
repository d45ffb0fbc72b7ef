// `hopspan deploy` through a fabric's whole life in both clouds: real terraform with a stub for Google, real cdk with moto
// for AWS. What is made is read back; nothing is said of how Google itself behaves.

import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { queueUrl } from "../../shared/brokers/sqs/endpoint.ts";
import type { Lock } from "../../shared/fabric/deployment/lock.ts";
import { aGoogle } from "../support/deploy/a-google.ts";
import { AWS_ACCOUNT, AWS_KEYS, type Aws, aClosedAws, anAws } from "../support/deploy/an-aws.ts";
import { roleOf, stacksOf, thingsOf } from "../support/deploy/read-back.ts";
import { type ProgramEnd, runProgram } from "../support/deploy/run-program.ts";
import { motoMissing } from "../support/party/moto.ts";
import { ROOT } from "../support/run-command.ts";
import { terraformMissing } from "../support/terraform/run/program.ts";

const missing = motoMissing ?? terraformMissing;
if (missing !== undefined) console.info(`deploying to both clouds: skipped, since ${missing}`);

const TIMEOUT_MS = 240_000;
const example = readFileSync(join(ROOT, "examples/retail/fabric.yaml"), "utf8");

let folder: string;
let aws: Aws;
let google: Awaited<ReturnType<typeof aGoogle>>;
let closed: Awaited<ReturnType<typeof aClosedAws>>;
const said: string[] = [];

beforeAll(async () => {
  if (missing !== undefined) return;
  folder = mkdtempSync(join(tmpdir(), "hopspan-both-"));
  // One after the other, so that what was started is ended where the next one fails.
  aws = await anAws(["eu-west-1", "us-east-1"]);
  google = await aGoogle(folder);
  closed = await aClosedAws();
}, TIMEOUT_MS);
afterAll(async () => {
  await closed?.stop();
  await google?.stop();
  await aws?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

/** `hopspan WORDS` in the folder, with both clouds in reach. */
async function hopspan(words: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<ProgramEnd> {
  const environment = { ...google.environment, ...aws.changing, ...more };
  const end = await runProgram(process.execPath, [join(ROOT, "infra/cli/hopspan.ts"), ...words], {
    folder,
    environment,
  });
  said.push(end.out, end.err);
  return end;
}
/** What cdk does without moto's crutch: it skips a stack that is as it should be. */
const unchanging = { CDK_PREVIOUS_PARAMETERS: "true" };

const lockOf = (name: string) => JSON.parse(readFileSync(join(folder, name), "utf8")) as Lock;
const idOf = (lock: string, link: string) => lockOf(lock).serviceAccounts[link]?.uniqueId;

/** Everything in terraform's state of a fabric, by address. */
function stateOf(fabric: string): readonly string[] {
  const file = join(folder, `.hopspan/${fabric}.tfstate`);
  const { resources } = JSON.parse(readFileSync(file, "utf8")) as {
    readonly resources: readonly { readonly type: string; readonly name: string }[];
  };
  return resources.map(({ type, name }) => `${type}.${name}`);
}

/** The account that a role in AWS trusts. */
async function trustedBy(role: string): Promise<unknown> {
  const [statement] = (await roleOf(aws, role)).trusts as readonly {
    readonly Condition?: { readonly StringEquals?: Readonly<Record<string, string>> };
  }[];
  return statement?.Condition?.StringEquals?.["accounts.google.com:sub"];
}

/** The address that a line of a refusal asks about. */
const addressIn = (line: string) => line.split("--accept-loss ")[1] ?? "";

const send = (queue: string) =>
  aws.sqs.send(
    new SendMessageCommand({
      QueueUrl: queueUrl({ region: "eu-west-1", account: AWS_ACCOUNT, queue }),
      MessageBody: "still wanted",
    }),
  );

const SCORES = "retail/return-scores";

describe.skipIf(missing)("a fabric in both clouds", { timeout: TIMEOUT_MS }, () => {
  it("is not begun without terraform", async () => {
    write("fabric.yaml", example);
    const { code, out, err } = await hopspan(["deploy"], { TERRAFORM_BINARY_NAME: "no-terraform-of-this-name" });
    expect([code, out, err]).toEqual([
      3,
      "",
      "hopspan: the Google half needs no-terraform-of-this-name, which TERRAFORM_BINARY_NAME names: install it, or name another\n",
    ]);
    expect(readdirSync(folder)).toEqual(["fabric.yaml"]);
  });

  it("is not begun while a cloud is out of reach, whichever it is", async () => {
    const { code, out, err } = await hopspan(["deploy"], closed.environment);
    expect([code, out]).toEqual([3, ""]);
    expect(err).toContain(`hopspan: account ${AWS_ACCOUNT} can't be asked (AccessDenied)`);
    expect(err).not.toContain("terraform apply");
    expect(existsSync(join(folder, "fabric.lock.json"))).toBe(false);
  });

  it("that is stopped half-way knows what it may have left", async () => {
    const { code, out, err } = await hopspan(["deploy"], {
      AWS_ENDPOINT_URL_S3: closed.environment.AWS_ENDPOINT_URL_S3,
    });
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain("hopspan: cdk deploy ended with 1: mend what it says above, and run the command again\n");
    const { serviceAccounts, google: hasGoogle, places, made, begun } = lockOf("fabric.lock.json");
    expect([Object.keys(serviceAccounts), hasGoogle, Object.keys(places), made]).toEqual([
      [SCORES],
      true,
      ["retail"],
      {},
    ]);
    expect(Object.keys(begun)).toContain(`aws/queue/${AWS_ACCOUNT}/eu-west-1/score-inbox`);
    expect(stateOf("retail")).toContain("google_pubsub_topic.topic_scores");
    write("fabric.yaml", example.replaceAll("score-inbox", "inbox"));
    const changed = await hopspan(["deploy"]);
    expect([changed.code, changed.err]).toEqual([
      1,
      expect.stringContaining("\n  queue score-inbox: the messages in it"),
    ]);
    write("fabric.yaml", example);
  });

  it("goes on where it was stopped: roles in AWS trust the accounts that Google has made", async () => {
    const id = idOf("fabric.lock.json", SCORES);
    const { code, out, err } = await hopspan(["deploy"]);
    expect([code, out]).toEqual([0, "fabric retail is deployed; fabric.lock.json goes into version control\n"]);
    expect(err).toContain("No changes. Your infrastructure matches the configuration.");
    expect(await trustedBy("retail--return-scores")).toBe(id);
    expect(id).toMatch(/^[0-9]{21}$/);
    expect(lockOf("fabric.lock.json")).toMatchObject({ begun: {}, stacks: { orders: 1, [SCORES]: 1 } });
  });

  it("is left alone by a second deploy, and is as the file says by plan --live", async () => {
    const lock = readFileSync(join(folder, "fabric.lock.json"), "utf8");
    const second = await hopspan(["deploy"], unchanging);
    const live = await hopspan(["plan", "--live"], unchanging);
    for (const { code, err } of [second, live]) {
      expect(code).toBe(0);
      expect(err).toContain("No changes. Your infrastructure matches the configuration.");
    }
    expect(second.err).toContain("(retail) (no changes)");
    expect(live.err).toContain("Number of stacks with differences: 0");
    expect(live.out).toContain("\nNothing changes.\n");
    expect(readFileSync(join(folder, "fabric.lock.json"), "utf8")).toBe(lock);
  });

  it("loses nothing unasked without its lock: both tools are asked, and nothing is changed", async () => {
    const [lock, kept] = [join(folder, "fabric.lock.json"), join(folder, "kept.json")];
    renameSync(lock, kept);
    const state = stateOf("retail");
    write("fabric.yaml", example.replaceAll("score-inbox", "inbox").replaceAll("  return-scores:", "  scores-back:"));
    const { code, out, err } = await hopspan(["deploy"]);
    expect([code, out]).toEqual([1, ""]);
    expect(
      err
        .split("\n")
        .filter((line) => line.includes("--accept-loss"))
        .map(addressIn)
        .toSorted(),
    ).toEqual(
      [
        `aws/queue/${AWS_ACCOUNT}/eu-west-1/retail--score-inbox--dead`,
        `aws/queue/${AWS_ACCOUNT}/eu-west-1/score-inbox`,
        "gcp/subscription/retail-analytics/retail--return-scores",
        "gcp/topic/retail-analytics/retail--return-scores--dead",
        "all.",
      ].toSorted(),
    );
    expect([stateOf("retail"), existsSync(lock)]).toEqual([state, false]);
    expect((await thingsOf(aws, "retail")).queues).toContain("score-inbox");
    renameSync(kept, lock);
    write("fabric.yaml", example);
  });

  it("stands beside another stage of itself", async () => {
    expect((await hopspan(["deploy", "--stage", "prod"])).code).toBe(0);
    expect(Object.keys(await stacksOf(aws)).toSorted()).toEqual(["retail", "retail-at-prod"]);
    const ids = [await trustedBy("retail--return-scores"), await trustedBy("retail-at-prod--return-scores")];
    expect(ids).toEqual([
      idOf("fabric.lock.json", SCORES),
      idOf("fabric.prod.lock.json", "retail-at-prod/return-scores"),
    ]);
    expect(ids[0]).not.toBe(ids[1]);
  });

  it("loses nothing unasked where a hop has another name, an order changes and an endpoint goes", async () => {
    const changed = example
      .replaceAll("  return-scores:", "  scores-back:")
      .replace("pubsub: fraud-scores", "pubsub: fraud-scores, ordered: true")
      .replaceAll("score-inbox", "inbox");
    write("fabric.yaml", changed);
    const [planned, refused] = [await hopspan(["plan"]), await hopspan(["deploy"])];
    expect([planned.code, refused.code, refused.out]).toEqual([1, 1, ""]);
    expect(refused.err).toBe(planned.err);
    expect(refused.err.split("\n").filter((line) => line.includes("--accept-loss"))).toEqual([
      `  queue retail--score-inbox--dead: the messages in it   --accept-loss aws/queue/${AWS_ACCOUNT}/eu-west-1/retail--score-inbox--dead`,
      `  queue score-inbox: the messages in it   --accept-loss aws/queue/${AWS_ACCOUNT}/eu-west-1/score-inbox`,
      "  subscription retail--return-scores: the messages that wait in it   --accept-loss gcp/subscription/retail-analytics/retail--return-scores",
      "  topic retail--return-scores--dead: the dead letters in its subscription, and the subscriptions of others   --accept-loss gcp/topic/retail-analytics/retail--return-scores--dead",
      "To go on, repeat the command with these options, or with --accept-loss all.",
    ]);
    expect((await hopspan(["deploy", "--accept-loss", "all"])).code).toBe(0);
    const { queues, roles } = await thingsOf(aws, "retail");
    expect(queues.filter((name) => /inbox/.test(name))).toEqual([
      "inbox",
      "retail--inbox--dead",
      "retail-at-prod--score-inbox--dead",
      "score-inbox-at-prod",
    ]);
    expect(roles.filter((name) => /score/.test(name)).toSorted()).toEqual([
      "retail--scores-back",
      "retail-at-prod--return-scores",
    ]);
    expect(await trustedBy("retail--scores-back")).toBe(idOf("fabric.lock.json", "retail/scores-back"));
  });

  it("is not destroyed while messages wait, in either cloud", async () => {
    await send("inbox");
    google.waiting.set("another-fabric", 5).set("retail--scores-back", 2).set("retail--scores-back--dead", 1);
    const { code, err } = await hopspan(["destroy"]);
    expect([code, err.slice(err.indexOf("refused: ")).split("\n")]).toEqual([
      1,
      [
        "refused: this would lose",
        "  queue inbox: 1 message",
        "  subscription retail--scores-back: 2 messages",
        "  subscription retail--scores-back--dead: 1 message",
        "  table retail.flights: its rows",
        "  table retail.orders: its rows",
        "To go on, let the messages drain, or lose them with --drop-messages; lose the tables with --drop-rows.",
        "",
      ],
    ]);
  });

  it("is not destroyed in one cloud while the other one is out of reach", async () => {
    for (const more of [{ TERRAFORM_BINARY_NAME: "/bin/false" }, closed.environment]) {
      const { code, out, err } = await hopspan(["destroy", "--drop-messages", "--drop-rows"], more);
      expect([code === 0, out, /== (AWS: cdk|Google Cloud: terraform) destroy/.test(err)]).toEqual([false, "", false]);
    }
    expect(Object.keys(await stacksOf(aws))).toContain("retail");
    expect(stateOf("retail")).toContain("google_pubsub_topic.topic_scores");
  });

  it("is destroyed by itself, with consent, and leaves the other stage", async () => {
    const { code, out } = await hopspan(["destroy", "--drop-messages", "--drop-rows"]);
    expect([code, out]).toEqual([0, "fabric retail is gone\n"]);
    expect(stateOf("retail")).toEqual([]);
    expect(stateOf("retail-at-prod")).toContain("google_pubsub_topic.topic_scores");
    expect(Object.keys(await stacksOf(aws))).toEqual(["retail-at-prod"]);
    expect(existsSync(join(folder, "fabric.lock.json"))).toBe(false);
    expect(existsSync(join(folder, "fabric.prod.lock.json"))).toBe(true);
  });

  it("is deployed again at once, though Google still keeps the names of its pool, and destroyed again", async () => {
    const { pools } = google.api;
    const own = [...pools.keys()].filter((path) => path.includes("/hopspan--retail"));
    const states = () => own.filter((path) => !path.includes("-at-")).map((path) => pools.get(path)?.state);
    expect(states()).toEqual(["DELETED", "DELETED"]);
    const { code, err } = await hopspan(["deploy"]);
    expect([code, states()]).toEqual([0, ["ACTIVE", "ACTIVE"]]);
    expect(err).toContain("\n== Google Cloud: terraform import, of what was deleted within the last 30 days\n");
    expect(stateOf("retail")).toEqual(
      expect.arrayContaining([
        "google_iam_workload_identity_pool.pool",
        `google_iam_workload_identity_pool_provider.provider_${AWS_ACCOUNT}`,
      ]),
    );
    google.waiting.clear();
    expect((await hopspan(["destroy", "--drop-rows"])).code).toBe(0);
    expect([stateOf("retail"), states()]).toEqual([[], ["DELETED", "DELETED"]]);
  });

  it("that is gone, or a stage that never was, has nothing to take away", async () => {
    for (const [words, fabric] of [
      [[], "retail"],
      [["--stage", "tset"], "retail-at-tset"],
    ] as const) {
      const { code, out } = await hopspan(["destroy", ...words]);
      expect([code, out]).toEqual([0, `there is nothing of fabric ${fabric} in either cloud\n`]);
    }
  });

  it("keeps no key in what it prints, nor in any file", () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const texts = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), "latin1"));
    for (const key of Object.values(AWS_KEYS))
      expect([...said, ...texts].filter((text) => text.includes(key))).toEqual([]);
    expect(readFileSync(join(folder, ".hopspan/.gitignore"), "utf8")).toBe("*\n");
  });
});

const inAws = `aws: { account: "${AWS_ACCOUNT}", region: eu-west-1 }`;
const inGoogle = `gcp: { project: shop-project, projectNumber: "123456789012", region: europe-west1 }`;

describe.skipIf(missing)("a fabric that moves", { timeout: TIMEOUT_MS }, () => {
  const SHOP = "shop.yaml";
  const shop = (...lines: readonly string[]) => write(SHOP, ["fabric: shop", ...lines, ""].join("\n"));

  it("leaves a region, and Google Cloud, and nothing behind there", async () => {
    const all = "endpoints: { near: { sqs: near }, far: { sqs: far, region: us-east-1 }, feed: { pubsub: feed } }";
    shop(inAws, inGoogle, all, "hops: { fetch: { from: far, to: near }, out: { from: near, to: feed } }");
    expect((await hopspan(["deploy", SHOP])).code).toBe(0);
    expect(Object.keys(lockOf("shop.lock.json").places)).toEqual(["shop", "shop-Stack-us-east-1"]);
    expect(stateOf("shop")).toContain("google_pubsub_topic.topic_feed");

    shop(inAws, "endpoints: { near: { sqs: near }, next: { sqs: next } }", "hops: { fetch: { from: near, to: next } }");
    const { code, err } = await hopspan(["deploy", SHOP, "--accept-loss", "all"]);
    expect([code, err]).toEqual([0, expect.stringContaining("stack has no resources, deleting existing stack")]);
    expect(stateOf("shop")).toEqual([]);
    expect(await thingsOf(aws, "shop")).toEqual({
      functions: ["shop--fetch"],
      roles: ["shop--fetch"],
      queues: expect.arrayContaining(["near", "next", "shop--near--dead", "shop--next--dead"]),
    });
    expect(lockOf("shop.lock.json")).toMatchObject({ google: false, places: { shop: { region: "eu-west-1" } } });
  });

  it("needs neither terraform nor Google Cloud where it is in AWS only", async () => {
    const { code, err } = await hopspan(["deploy", SHOP], { TERRAFORM_BINARY_NAME: "none", ...unchanging });
    expect([code, err]).toEqual([0, expect.stringContaining("(shop) (no changes)")]);
    expect(err).not.toContain("Google");
  });

  it("needs neither cdk nor AWS where it is in Google Cloud only", async () => {
    shop(
      inGoogle,
      "endpoints: { feed: { pubsub: feed }, copy: { pubsub: copy } }",
      "hops: { on: { from: feed, to: copy } }",
    );
    const gone = await hopspan(["deploy", SHOP, "--accept-loss", "all"]);
    expect([gone.code, await thingsOf(aws, "shop")]).toMatchObject([0, { functions: [], roles: [] }]);
    const { code, err } = await hopspan(["destroy", SHOP], closed.environment);
    expect([code, err.includes("cdk")]).toEqual([0, false]);
    expect(stateOf("shop")).toEqual([]);
  });
});
