import { describe, expect, it } from "vitest";
import { changes } from "../../../../infra/plan/changes.ts";
import { deployment } from "../../../../shared/fabric/deployment/deployment.ts";
import { inventory } from "../../../../shared/fabric/deployment/inventory.ts";
import { isPartlyKnown, lockText, parseLock } from "../../../../shared/fabric/deployment/lock.ts";
import { wasNoted } from "../../../../shared/fabric/deployment/older-lock.ts";
import { aFabric, queue, topic } from "../a-fabric.ts";

const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
const landsIn = { bigquery: { table: "shop.rows", key: ["order_id", "country"] } };
const endpoints = {
  orders: { sqs: "orders", fedBy: { s3: { bucket: "shop-uploads" } } },
  rows: { pubsub: "rows", schema: "order-row", landsIn },
  files: { pubsub: "files", landsIn: { gcs: { bucket: "shop-files" } } },
  scores: topic("scores"),
  inbox: { sqs: "inbox", region: "us-east-1" },
  near: queue("near"),
};
const hops = {
  out: { from: "orders", to: "rows", function: { maxConcurrency: 4 } },
  on: { from: "scores", to: "files" },
  back: { from: "scores", to: "inbox", function: { maxConcurrency: 3 } },
};
const plans = (more: object = {}) => deployment(aFabric(endpoints, { ...hops, ...more }, { gcp }));

type Json = Readonly<Record<string, unknown>>;
const thing = (cloud: string, kind: string, name: string, settings: Json) => ({ cloud, kind, name, settings });

/** The lock as version 1 wrote it of these plans: every field of it, in its own words. */
async function versionOne(more: Json = {}) {
  const { queues, functions, topics, subscriptions } = await plans();
  const made = [
    ...queues.map(({ endpoint: { name, account, region, queue: called, fifo }, redrive, ...plan }) => [
      `aws/queue/${account}/${region}/${called}`,
      thing("aws", "queue", called, {
        endpoint: name,
        fifo,
        retentionSeconds: plan.retentionSeconds,
        visibilityTimeoutSeconds: plan.visibilityTimeoutSeconds,
        ...(redrive === undefined ? {} : { deadLetters: redrive.deadLetters.queue, maxReceives: redrive.maxReceives }),
        ...(plan.feed === undefined ? {} : { fedBy: JSON.stringify(plan.feed) }),
      }),
    ]),
    ...functions.map(({ cloud, name, link, memoryMb, timeoutSeconds, maxConcurrency, ...plan }) => [
      `${cloud}/function/${"account" in plan ? plan.account : plan.project}/${plan.region}/${name}`,
      thing(cloud, "function", name, {
        link: JSON.stringify(link),
        memoryMb,
        timeoutSeconds,
        ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
      }),
    ]),
    ...topics.map(({ endpoint: { name, project, topic: called, ordered }, schema = "" }) => [
      `gcp/topic/${project}/${called}`,
      thing("gcp", "topic", called, { endpoint: name, ordered, region: "", retentionSeconds: 0, schema }),
    ]),
    ...subscriptions.map(({ name, project, topic: from, deadLetters, link: _, ...settings }) => [
      `gcp/subscription/${project}/${name}`,
      thing("gcp", "subscription", name, { topic: from.topic, deadLetters: deadLetters.topic, ...settings }),
    ]),
    [
      "gcp/table/retail-analytics/shop.rows",
      thing("gcp", "table", "shop.rows", {
        endpoint: "rows",
        topic: "rows",
        schema: "order-row",
        key: "order_id,country",
        partitionBy: "",
      }),
    ],
    [
      "gcp/bucket/shop-files",
      thing("gcp", "bucket", "shop-files", { endpoint: "files", topic: "files", format: "avro" }),
    ],
  ];
  const lock = { version: 1, fabric: "retail", google: true, serviceAccounts: {}, stacks: { orders: 1 }, places: {} };
  return { ...lock, made: Object.fromEntries(made), begun: {}, ...more };
}

const read = (lock: Json) => parseLock(JSON.stringify(lock), "fabric.lock.json", "retail");

describe("the lock of an older Hopspan", () => {
  it("is read, and tells of no change where nothing that it knew is another", async () => {
    const lock = read(await versionOne());
    expect([isPartlyKnown(lock), lock.stacks]).toEqual([true, { orders: 1 }]);
    expect(changes(lock, inventory(await plans()))).toEqual([]);
  });

  it("tells of changes of all that it knew", async () => {
    const lock = read(await versionOne());
    const other = { out: { ...hops.out, function: { memoryMb: 512 }, transforms: [{ redact: { fields: ["a"] } }] } };
    const found = changes(lock, inventory(await plans(other)));
    expect(found.map(({ verb, thing: { kind }, settings }) => [verb, kind, ...settings])).toEqual([
      ["change", "function", "link.transforms", "memoryMb"],
    ]);
    const { back, ...less } = hops;
    const gone = changes(lock, inventory(await deployment(aFabric(endpoints, less, { gcp }))));
    expect(back.from).toBe("scores");
    expect(gone.filter(({ verb }) => verb === "remove").map(({ thing: { kind, name } }) => `${kind} ${name}`)).toEqual([
      "function retail--back",
      "role retail--back",
      "topic retail--back--dead",
      "subscription retail--back",
    ]);
  });

  it("knows where roles are, which an account has only once: beside the function, or beside the queue", async () => {
    const roles = Object.keys(read(await versionOne()).made).filter((address) => address.includes("/role/"));
    expect(roles.toSorted()).toEqual([
      "aws/role/111122223333/eu-west-1/retail--out",
      "aws/role/111122223333/us-east-1/retail--back",
    ]);
  });

  it("keeps its mark as it is written anew, until a deployment has come to its end", async () => {
    const lock = read(await versionOne());
    expect(parseLock(lockText(lock), "fabric.lock.json", "retail")).toEqual(lock);
    expect(isPartlyKnown({ ...lock, made: inventory(await plans()) })).toBe(false);
  });

  it("is refused where it is damaged, as any other", async () => {
    const broken = { "aws/function/1/r/f": thing("aws", "function", "f", { link: "{" }) };
    for (const made of [broken, { x: { kind: "queue" } }, undefined])
      await expect(versionOne({ made }).then(read)).rejects.toThrow(
        "fabric.lock.json: is no lock of a fabric: restore it from version control",
      );
  });

  it("did not note where topics land, nor what hangs on things", () => {
    const noted = (kind: string, settings: Record<string, string> = {}) => wasNoted({ kind, settings });
    expect([noted("subscription"), noted("subscription", { lands: "shop.rows" }), noted("alarm")]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
