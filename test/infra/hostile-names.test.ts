import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { synthGoogle } from "../../infra/gcp/synth.ts";
import { checkText } from "../../shared/fabric/check.ts";
import { deployment } from "../../shared/fabric/deployment/deployment.ts";
import { aFile } from "../shared/fabric/a-fabric.ts";
import { queueOf, synthesize } from "./aws/a-synth.ts";
import { halfOf } from "./gcp/a-half.ts";

const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };

/** What every object has by itself, what ids are made of, and what falls together where a separator is forgotten. */
const NAMES = [
  "constructor",
  "dead",
  "split",
  "to",
  "queues",
  "links",
  "watch",
  "default",
  "resource",
  "topic",
  "push",
];
const BUCKETS = ["my.bucket.example", "my_bucket_example", "my-bucket-example", "my__bucket.example", "my._.example"];
const EMAILS = ["a@x.org", "a/b@x.org", "a--b@x.org", "a%2Fb@x.org", "constructor@x", "__proto__@x", "a@x/y", "a@x--y"];

const name = fc.constantFrom(...NAMES);
const place = fc.constantFrom({}, { existing: true });
const end = fc.oneof(
  fc.tuple(place, fc.constantFrom("", ".fifo")).map(([more, ending]) => ({ more, ending, kind: "queue" as const })),
  fc.record({ kind: fc.constant("topic" as const), bucket: fc.option(fc.constantFrom(...BUCKETS)) }),
);
const files = fc
  .record({
    fabric: fc.oneof(fc.constant("constructor"), name),
    ends: fc.uniqueArray(fc.tuple(name, end), { selector: ([each]) => each, minLength: 2, maxLength: 6 }),
    hops: fc.uniqueArray(fc.tuple(name, fc.nat(5), fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 3 })), {
      selector: ([each]) => each,
      maxLength: 4,
    }),
    email: fc.array(fc.constantFrom(...EMAILS), { maxLength: 8 }),
    tag: name,
  })
  .map(({ fabric, ends, hops, email, tag }) =>
    aFile({
      fabric,
      gcp,
      alarms: { email },
      tags: { [tag]: "x" },
      endpoints: Object.fromEntries(ends.map(([each, way], at) => [each, endpoint(way, at)])),
      hops: Object.fromEntries(
        hops.flatMap(([each, from, to]) => {
          const targets = to.filter((at) => at > from && at < ends.length).map((at) => ends[at]?.[0]);
          return targets.length === 0 ? [] : [[each, { from: ends[from]?.[0], to: targets }]];
        }),
      ),
    }),
  );

type End = typeof end extends fc.Arbitrary<infer Each> ? Each : never;

const endpoint = (way: End, at: number): object =>
  way.kind === "queue"
    ? { sqs: `q-${at}${way.ending}`, ...way.more }
    : { pubsub: `topic-${at}`, ...(way.bucket === null ? {} : { landsIn: { gcs: { bucket: way.bucket } } }) };

/** Both halves of a file that `check` finds sound; nothing for any other. */
async function bothHalves(text: string) {
  const { fabric } = await checkText(text, "fabric.yaml");
  if (fabric === undefined) return undefined;
  const plan = await deployment(fabric);
  return { fabric, plan, stacks: await synthesize(fabric), google: await halfOf(fabric) };
}

describe("a name that check takes", () => {
  it("makes both halves, each with all that the deployment names, whatever it is", async () => {
    await fc.assert(
      fc.asyncProperty(files, async (text) => {
        const halves = await bothHalves(text);
        fc.pre(halves !== undefined);
        if (halves === undefined) return;
        const { plan, stacks, google } = halves;
        const made = plan.queues.filter(({ role }) => role !== "existing").map(({ endpoint: { queue } }) => queue);
        expect(made.filter((queue) => !stacks.some((stack) => queueOf(stack, queue)))).toEqual([]);
        const topics = plan.topics.filter(({ role }) => role !== "existing").map(({ endpoint: { topic } }) => topic);
        const names = Object.values(google.of("google_pubsub_topic")).map((topic) => topic["name"]);
        expect(names.toSorted()).toEqual(topics.toSorted());
        const buckets = plan.landings.flatMap(({ to }) => ("bucket" in to ? [to.bucket.bucket] : []));
        expect(Object.keys(google.of("google_storage_bucket")).filter((id) => id.startsWith("bucket_"))).toHaveLength(
          new Set(buckets).size,
        );
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  it("tells an existing queue's dead letters from the queue before a target that is called dead", async () => {
    const endpoints = { orders: { sqs: "o", existing: true }, dead: { sqs: "d" }, rows: { sqs: "r" } };
    const halves = await bothHalves(
      aFile({ gcp, endpoints, hops: { orders: { from: "orders", to: ["dead", "rows"] } } }),
    );
    expect(
      halves?.stacks.flatMap((stack) =>
        ["retail--orders--dead", "retail--orders--to--dead"].map((queue) => queueOf(stack, queue)?.["QueueName"]),
      ),
    ).toEqual(["retail--orders--dead", "retail--orders--to--dead"]);
  });

  it("makes one channel of an address that is named twice, and a reader for each of two that look alike", async () => {
    const endpoints = { orders: { sqs: "o" }, feed: { pubsub: "feed" } };
    const email = ["a@x.org", "a@x.org", "a/b@x.org", "a--b@x.org"];
    const halves = await bothHalves(
      aFile({ gcp, endpoints, hops: { h: { from: "orders", to: "feed" } }, alarms: { email } }),
    );
    const channels = Object.values(halves?.google.of("google_monitoring_notification_channel") ?? {});
    expect(channels).toHaveLength(3);
    const readers = halves?.stacks.flatMap(({ resources }) =>
      Object.values(resources).flatMap(({ Type, Properties }) =>
        Type === "AWS::SNS::Subscription" ? [Properties["Endpoint"]] : [],
      ),
    );
    expect(readers).toEqual(["a@x.org", "a/b@x.org", "a--b@x.org"]);
  });

  it("names the folder of a Google half, also where every object has a property of that name", async () => {
    const halves = await bothHalves(aFile({ fabric: "constructor", gcp, endpoints: { t: { pubsub: "feed" } } }));
    const outdir = mkdtempSync(join(tmpdir(), "hopspan-hostile-"));
    try {
      if (halves === undefined) throw new Error("the fabric is not sound");
      expect(synthGoogle(halves.plan, { outdir, home: outdir })).toBe(join(outdir, "stacks", "constructor_"));
    } finally {
      rmSync(outdir, { recursive: true });
    }
  });
});
