import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import avsc from "avsc";
import { describe, expect, it } from "vitest";
import { bucketLanding } from "../../../../infra/local/landing/bucket-landing.ts";
import type { BucketPlan, LandingPlan } from "../../../../shared/fabric/deployment/landing-plan.ts";
import { temporaryFolder } from "../../../support/run-command.ts";
import { aPlan, aTaken, PUBLISHED_MICROS } from "./a-landing.ts";

const avro = await aPlan("{ gcs: { bucket: archive, prefix: visits/ } }");
const text = await aPlan("{ gcs: { bucket: archive, prefix: visits-, format: text, every: 1m } }");
const bucketOf = ({ to }: LandingPlan): BucketPlan => {
  if (!("bucket" in to)) throw new Error("it lands in a table");
  return to.bucket;
};
const open = (plan: LandingPlan, folder: string, bytes?: number) => bucketLanding(plan, bucketOf(plan), folder, bytes);
const filesIn = (folder: string) =>
  readdirSync(join(folder, "gcs"), { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name))
    .sort();

/** All records of an Avro file. */
const recordsOf = (file: string) =>
  new Promise<readonly unknown[]>((resolve, reject) => {
    const records: unknown[] = [];
    avsc
      .createFileDecoder(file)
      .on("data", (record) => records.push(JSON.parse(JSON.stringify(record))))
      .on("error", reject)
      .on("end", () => resolve(records));
  });

describe("a bucket", () => {
  it("has an object of all that came, with all that is known of it, once it is closed", async () => {
    const folder = temporaryFolder();
    const store = open(avro, folder);
    await store.put([aTaken("a", { attributes: { x: "1" }, orderingKey: "c-1" })]);
    await store.put([aTaken("b", { messageId: "2" })]);
    expect(store.amount()).toEqual({ kind: "bucket", place: "gs://archive/visits/", messages: 2, objects: 0 });
    await store.close();
    await store.close();
    expect(store.amount()).toMatchObject({ messages: 2, objects: 1 });
    const [file = "", ...others] = filesIn(folder);
    expect([file.slice(folder.length), others]).toEqual([
      expect.stringMatching(/^\/gcs\/archive\/visits\/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00_[0-9a-f-]{36}\.avro$/),
      [],
    ]);
    const common = {
      subscription_name: "projects/shop-project/subscriptions/shop--rows.lands",
      publish_time: PUBLISHED_MICROS,
    };
    const bytes = (body: string) => JSON.parse(JSON.stringify(Buffer.from(body)));
    expect(await recordsOf(file)).toEqual([
      { ...common, message_id: "1", attributes: { x: "1", ordering_key: "c-1" }, data: bytes("a") },
      { ...common, message_id: "2", attributes: {}, data: bytes("b") },
    ]);
  });

  it("of text has bodies only, a line break between two", async () => {
    const folder = temporaryFolder();
    const store = open(text, folder);
    await store.put([aTaken("a\nb"), aTaken(""), aTaken("", { body: Uint8Array.of(0xff) })]);
    await store.close();
    const [file = ""] = filesIn(folder);
    expect([file.endsWith(".txt"), [...readFileSync(file)]]).toEqual([true, [...Buffer.from("a\nb\n\n"), 0xff]]);
  });

  it("begins another object when time or bytes are full", async () => {
    const folder = temporaryFolder();
    const store = open(text, folder, 10);
    await store.put([aTaken("12345")]);
    await store.put([aTaken("67890")]);
    expect(filesIn(folder)).toHaveLength(1);
    await store.put([aTaken("a")]);
    await store.due(Date.now() + 58_000);
    expect(store.amount()).toMatchObject({ objects: 1 });
    await store.due(Date.now() + 61_000);
    expect(store.amount()).toMatchObject({ messages: 3, objects: 2 });
    await store.due(Date.now() + 600_000);
    await store.close();
    expect(
      filesIn(folder)
        .map((file) => readFileSync(file, "utf8"))
        .sort(),
    ).toEqual(["12345\n67890", "a"]);
  });

  it("goes on with what a run has left that was killed", async () => {
    const folder = temporaryFolder();
    await open(text, folder).put([aTaken("a")]);
    const again = open(text, folder);
    await again.put([aTaken("b")]);
    await again.close();
    expect(filesIn(folder).map((file) => readFileSync(file, "utf8"))).toEqual(["a\nb"]);
  });

  it("lies in its own folder, whatever its objects are called", async () => {
    const folder = temporaryFolder();
    const plan = await aPlan('{ gcs: { bucket: archive, prefix: "../..//./x/", format: text } }');
    const store = open(plan, folder);
    await store.put([aTaken("a")]);
    await store.close();
    expect(filesIn(folder)[0]?.slice(folder.length)).toMatch(/^\/gcs\/archive\/%2E2E\/%2E2E\/%\/%2E\/x\/2/);
  });
});
