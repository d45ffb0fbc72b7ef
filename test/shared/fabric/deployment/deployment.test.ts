import { describe, expect, it } from "vitest";
import { deployment } from "../../../../shared/fabric/deployment/deployment.ts";
import { aFabric, queue, topic } from "../a-fabric.ts";

const key = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
const arn = (name: string, account = "111122223333") => `arn:aws:sqs:eu-west-1:${account}:${name}`;
const poll = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];

const grantsOf = async (endpoints: object, hops: object, more: object = {}) => {
  const { functions } = await deployment(aFabric(endpoints, hops, { gcp, ...more }));
  return Object.fromEntries(
    functions.map(({ link, grants }) => [
      link.name,
      grants.map((grant) =>
        grant.cloud === "aws"
          ? `${grant.role}: ${grant.actions.join(" ")} on ${grant.resource}`
          : `${grant.member}: ${grant.role} on ${grant.on.kind} ${grant.on.name}`,
      ),
    ]),
  );
};

describe("the grants of a function", () => {
  it("from a queue to a topic are its source, its dead letters and the target, by its mapped role", async () => {
    const pool = "projects/123456789012/locations/global/workloadIdentityPools/hopspan--retail";
    expect(
      await grantsOf({ orders: queue("orders"), feed: topic("feed") }, { export: { from: "orders", to: "feed" } }),
    ).toEqual({
      "retail/export": [
        `retail--export: ${poll.join(" ")} on ${arn("orders")}`,
        `principalSet://iam.googleapis.com/${pool}/attribute.aws_role/111122223333:retail--export: roles/pubsub.publisher on topic projects/retail-analytics/topics/feed`,
        `retail--export: sqs:SendMessage on ${arn("retail--orders--dead")}`,
      ],
    });
  });

  it("from a topic to a queue are a role in AWS, and its dead letters by its service account", async () => {
    const account = "serviceAccount:hop--retail--return@retail-analytics.iam.gserviceaccount.com";
    expect(
      await grantsOf({ scores: topic("scores"), inbox: queue("inbox") }, { return: { from: "scores", to: "inbox" } }),
    ).toEqual({
      "retail/return": [
        `retail--return: sqs:SendMessage on ${arn("inbox")}`,
        `${account}: roles/pubsub.publisher on topic projects/retail-analytics/topics/retail--return--dead`,
      ],
    });
  });

  it("to another system's queue let it be asked what it holds", async () => {
    const theirs = { sqs: "theirs", existing: true };
    const grants = await grantsOf({ orders: queue("orders"), theirs }, { copy: { from: "orders", to: "theirs" } });
    expect(grants["retail/copy"]).toEqual([
      `retail--copy: ${poll.join(" ")} on ${arn("orders")}`,
      `retail--copy: sqs:SendMessage sqs:GetQueueAttributes on ${arn("theirs")}`,
      `retail--copy: sqs:SendMessage on ${arn("retail--orders--dead")}`,
    ]);
  });

  it("of a splitter are every inner queue, and keys go with their queues", async () => {
    const endpoints = { orders: { sqs: "orders", kmsKey: key }, feed: topic("feed"), inbox: queue("inbox") };
    const grants = await grantsOf(endpoints, { spread: { from: "orders", to: ["feed", "inbox"] } });
    expect(grants["retail/spread.split"]).toEqual([
      `retail--spread--split: ${poll.join(" ")} on ${arn("orders")}`,
      `retail--spread--split: kms:Decrypt on ${key}`,
      `retail--spread--split: sqs:SendMessage on ${arn("retail--spread--to--feed")}`,
      `retail--spread--split: kms:Decrypt kms:GenerateDataKey on ${key}`,
      `retail--spread--split: sqs:SendMessage on ${arn("retail--spread--to--inbox")}`,
      `retail--spread--split: kms:Decrypt kms:GenerateDataKey on ${key}`,
      `retail--spread--split: sqs:SendMessage on ${arn("retail--orders--dead")}`,
      `retail--spread--split: kms:Decrypt kms:GenerateDataKey on ${key}`,
    ]);
  });

  it("read just the secrets that the transforms ask for, where they are kept", async () => {
    const secrets = { one: { aws: "/shop/one", gcp: "shop-one" }, two: { aws: "/shop/two" } };
    const redact = [{ redact: { fields: ["a"], with: { hash: "one" } } }];
    const grants = await grantsOf(
      { orders: queue("orders"), inbox: queue("inbox"), scores: topic("scores"), feed: topic("feed") },
      { a: { from: "orders", to: "inbox", transforms: redact }, b: { from: "scores", to: "feed", transforms: redact } },
      { secrets },
    );
    expect(grants["retail/a"]?.at(-1)).toBe(
      "retail--a: ssm:GetParameter on arn:aws:ssm:eu-west-1:111122223333:parameter/shop/one",
    );
    expect(grants["retail/b"]?.at(-1)).toBe(
      "serviceAccount:hop--retail--b@retail-analytics.iam.gserviceaccount.com: roles/secretmanager.secretAccessor on secret projects/retail-analytics/secrets/shop-one",
    );
    expect(JSON.stringify(grants)).not.toContain("two");
  });
});

describe("a deployment", () => {
  it("keeps another system's queue as it is, and its dead letters in the fabric's own account", async () => {
    const theirs = { sqs: "theirs", existing: true, account: "444455556666" };
    const { queues, functions } = await deployment(
      aFabric({ theirs, inbox: queue("inbox") }, { take: { from: "theirs", to: "inbox" } }, { gcp }),
    );
    expect(
      queues.map(({ endpoint, role, redrive }) => [endpoint.queue, endpoint.account, role, redrive?.maxReceives]),
    ).toEqual([
      ["theirs", "444455556666", "existing", undefined],
      ["inbox", "111122223333", "made", 10],
      ["retail--theirs--dead", "111122223333", "dead-letters", undefined],
      ["retail--inbox--dead", "111122223333", "dead-letters", undefined],
    ]);
    expect(functions.map((each) => each.cloud === "aws" && each.account)).toEqual(["111122223333"]);
  });

  it("keeps the key of another account's queue out of its own dead letters and inner queues", async () => {
    const theirKey = key.replace("111122223333", "444455556666");
    const theirs = { sqs: "theirs", existing: true, account: "444455556666", kmsKey: theirKey };
    const { queues, functions } = await deployment(
      aFabric(
        { theirs, feed: topic("feed"), inbox: queue("inbox") },
        { take: { from: "theirs", to: ["feed", "inbox"] } },
        { gcp },
      ),
    );
    const keyed = queues.filter(({ endpoint }) => endpoint.kmsKey !== undefined);
    expect(keyed.map(({ endpoint }) => endpoint.name)).toEqual(["theirs"]);
    const rights = functions.flatMap(({ grants }) => grants).flatMap((grant) => (grant.cloud === "aws" ? [grant] : []));
    const uses = rights.filter(({ resource }) => resource === theirKey).map(({ role, actions }) => [role, actions]);
    expect(uses).toEqual([["retail--take--split", ["kms:Decrypt"]]]);
  });

  it("keeps the key of an existing queue for its dead letters, within one account", async () => {
    const theirs = { sqs: "theirs", existing: true, kmsKey: key };
    const { queues } = await deployment(
      aFabric({ theirs, inbox: queue("inbox") }, { take: { from: "theirs", to: "inbox" } }),
    );
    const keyed = queues.filter(({ endpoint }) => endpoint.kmsKey === key).map(({ endpoint }) => endpoint.name);
    expect(keyed).toEqual(["theirs", "theirs.dead"]);
  });

  it("lets functions of another account into a queue, and says who they are", async () => {
    const audit = { sqs: "audit", account: "444455556666" };
    const { queues } = await deployment(
      aFabric({ orders: queue("orders"), audit }, { copy: { from: "orders", to: "audit" } }, { gcp }),
    );
    expect(queues.map(({ endpoint, foreignSenders }) => [endpoint.name, foreignSenders])).toEqual([
      ["orders", []],
      ["audit", [{ account: "111122223333", link: "retail/copy" }]],
      ["orders.dead", []],
      ["audit.dead", []],
    ]);
  });

  it("reaches another system's queue from Google Cloud by a role of the fabric's own account, and its own by one beside it", async () => {
    const theirs = { sqs: "theirs", existing: true, account: "444455556666" };
    const endpoints = { scores: topic("scores"), theirs, audit: { sqs: "audit", account: "444455556666" } };
    const { functions } = await deployment(
      aFabric(endpoints, { back: { from: "scores", to: ["theirs", "audit"] } }, { gcp }),
    );
    expect(functions.map((each) => each.cloud === "gcp" && [each.link.name, each.awsRole?.account])).toEqual([
      ["retail/back.theirs", "111122223333"],
      ["retail/back.audit", "444455556666"],
    ]);
  });

  it("has a keeper for every topic of dead letters, and a subscription that outlasts a long outage", async () => {
    const { topics, subscriptions } = await deployment(
      aFabric(
        { scores: topic("scores", true), inbox: queue("inbox.fifo") },
        { return: { from: "scores", to: "inbox" } },
        {
          gcp,
        },
      ),
    );
    expect(topics.map(({ endpoint, keeper }) => [endpoint.topic, keeper?.retentionSeconds])).toEqual([
      ["scores", undefined],
      ["retail--return--dead", 2_678_400],
    ]);
    expect(subscriptions).toMatchObject([
      {
        name: "retail--return",
        ordered: true,
        ackDeadlineSeconds: 30,
        maxAttempts: 100,
        firstDelaySeconds: 1,
        maxDelaySeconds: 600,
      },
    ]);
  });

  it("takes functions as a hop wants them, and told apart by their cloud", async () => {
    const run = { memoryMb: 1024, timeoutSeconds: 60, maxConcurrency: 5 };
    const { functions, queues } = await deployment(
      aFabric(
        { orders: queue("orders"), feed: topic("feed"), inbox: queue("inbox") },
        {
          a: { from: "orders", to: "feed", function: run, latency: "low", retry: { attempts: 7 } },
          b: { from: "feed", to: "inbox" },
        },
        { gcp },
      ),
    );
    expect(functions).toMatchObject([
      {
        cloud: "aws",
        name: "retail--a",
        hop: "a",
        memoryMb: 1024,
        timeoutSeconds: 60,
        maxConcurrency: 5,
        ageBudgetSeconds: 300,
      },
      {
        cloud: "gcp",
        name: "retail--b",
        hop: "b",
        timeoutSeconds: 30,
        ageBudgetSeconds: 900,
        awsRole: { name: "retail--b", audience: "hopspan:retail/b" },
      },
    ]);
    expect(queues[0]).toMatchObject({ visibilityTimeoutSeconds: 360, redrive: { maxReceives: 7 } });
  });

  it("has as many CPUs in Google Cloud as the memory there asks for", async () => {
    const cpus = async (memoryMb: number) => {
      const hops = { b: { from: "feed", to: "inbox", function: { memoryMb } } };
      const { functions } = await deployment(aFabric({ feed: topic("feed"), inbox: queue("inbox") }, hops, { gcp }));
      return functions.map((plan) => (plan.cloud === "gcp" ? plan.cpu : ""));
    };
    const all = [128, 4_096, 4_097, 8_192, 8_193, 10_240].map(cpus);
    expect((await Promise.all(all)).flat()).toEqual(["1", "1", "2", "2", "4", "4"]);
  });
});
