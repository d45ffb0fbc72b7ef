import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BigqueryTable } from "@cdktf/provider-google/lib/bigquery-table/index.js";
import { StorageBucketObject } from "@cdktf/provider-google/lib/storage-bucket-object/index.js";
import { afterEach, beforeEach, expect, it } from "vitest";
import { aStack } from "./a-stack.ts";
import { aWideStack } from "./a-wide-stack.ts";
import { faults } from "./faults.ts";
import { describeTerraform } from "./run/describe-terraform.ts";
import { wholeLife } from "./run/whole-life.ts";
import { withTerraform } from "./run/with-terraform.ts";

const done = (changes: Readonly<Record<string, string>> = {}, code = 0) => ({ code, changes, complaints: [] });
const allOf = (action: string) => ({
  "google_iam_workload_identity_pool.pool": action,
  "google_pubsub_subscription.pushes": action,
  "google_pubsub_topic.dead": action,
  "google_pubsub_topic.orders": action,
  "google_pubsub_topic_iam_member.may_publish": action,
  "google_service_account.function": action,
});

describeTerraform("terraform, with the stub for a provider", () => {
  it("takes a stack through its whole life", async () => {
    const { state, ...life } = await wholeLife(aStack());
    expect(life).toEqual({
      init: done(),
      validate: done(),
      plan: done(allOf("create"), 2),
      apply: done(allOf("create")),
      outputs: {
        function_account: { email: "hop-orders@retail.iam.gserviceaccount.com", uniqueId: "141116230089204331357" },
        pool_name: "projects/123456789012/locations/global/workloadIdentityPools/hopspan-retail",
      },
      again: done(),
      destroy: done(allOf("delete")),
      left: [],
    });
    expect(state?.["google_pubsub_topic.orders"]).toMatchObject({
      id: "projects/retail/topics/orders",
      project: "retail",
      effective_labels: { fabric: "retail", "goog-terraform-provisioned": "true" },
    });
  });

  it("takes a stack with one of everything through its whole life", async () => {
    const { outputs, again, destroy, left } = await wholeLife(aWideStack(), { projectNumber: "42" });
    expect({ again, destroy: destroy?.complaints, left }).toEqual({ again: done(), destroy: [], left: [] });
    expect(outputs).toMatchObject({
      project: { number: "42", id: "retail" },
      uploader: "serviceAccount:service-42@gs-project-accounts.iam.gserviceaccount.com",
      url: expect.stringMatching(/^https:\/\/orders-[0-9a-f]{10}-ew\.a\.run\.app$/),
      bucket_url: "gs://retail-sources",
      source_md5: "36cd38f49b9afa08222c0dc9ebfe35eb",
      table_path: "projects/retail/datasets/retail/tables/orders",
    });
  });

  it("changes what can be changed, and makes anew what can't", async () => {
    const changed = aStack(({ subscription, topic, account }) => {
      topic.resetLabels();
      subscription.ackDeadlineSeconds = 120;
      account.displayName = "Orders";
    });
    const renamed = aStack(({ subscription, account }) => {
      subscription.enableMessageOrdering = false;
      account.accountId = "hop-returns";
    });
    await withTerraform(async (terraform) => {
      terraform.use(aStack());
      await terraform.init();
      await terraform.apply();
      terraform.use(changed);
      const update = {
        "google_pubsub_subscription.pushes": "update",
        "google_pubsub_topic.orders": "update",
        "google_service_account.function": "update",
      };
      expect(await terraform.plan()).toEqual(done(update, 2));
      expect(await terraform.apply()).toEqual(done(update));
      expect(await terraform.plan()).toEqual(done());
      terraform.use(renamed);
      const replace = {
        "google_pubsub_subscription.pushes": "replace",
        "google_pubsub_topic.orders": "update",
        "google_pubsub_topic_iam_member.may_publish": "replace",
        "google_service_account.function": "replace",
      };
      expect(await terraform.plan()).toEqual(done(replace, 2));
      expect((await terraform.apply()).complaints).toEqual([]);
      expect(await terraform.plan()).toEqual(done());
      expect(await terraform.outputs()).toMatchObject({
        function_account: { email: "hop-returns@retail.iam.gserviceaccount.com" },
      });
    });
  });

  it.each(faults)("refuses $what before anything is made", async ({ make, terraform }) => {
    const { init, validate, plan, ...later } = await wholeLife(aStack(make));
    expect(later).toEqual({});
    expect([init, validate, plan].flatMap((report) => report?.complaints ?? []).join("\n")).toContain(terraform);
  });

  it("says which source of an upload is not there", async () => {
    const folder = aStack(
      (_, stack) => void new StorageBucketObject(stack, "source", { bucket: "sources", name: "a", source: "gone.zip" }),
    );
    const { apply } = await wholeLife(folder);
    expect(apply).toMatchObject({
      code: 1,
      complaints: [
        "google_storage_bucket_object.source: refused: source gone.zip is not there: expected a file, named from the folder of the stack",
      ],
    });
  });

  it("keeps a table that is protected", async () => {
    const folder = aStack((_, stack) => void new BigqueryTable(stack, "table", { datasetId: "d", tableId: "orders" }));
    const { destroy, left } = await wholeLife(folder);
    expect({ code: destroy?.code, complaints: destroy?.complaints, left }).toEqual({
      code: 1,
      complaints: [
        "refused: google_bigquery_table is protected: set deletion_protection to false, and apply, before it is destroyed",
      ],
      left: ["google_bigquery_table.table"],
    });
  });
});

describeTerraform("work with terraform", () => {
  const before = process.env["TMPDIR"];
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "hopspan-"));
    process.env["TMPDIR"] = folder;
  });
  afterEach(() => {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
    rmSync(folder, { recursive: true });
  });

  it("leaves nothing behind where it fails, not even a call that still runs", async () => {
    const stack = aStack();
    const calls: Promise<unknown>[] = [];
    const work = withTerraform(async (terraform) => {
      terraform.use(stack);
      await terraform.init();
      calls.push(terraform.apply());
      throw new Error("enough");
    });
    await expect(work).rejects.toThrow("enough");
    expect(await Promise.allSettled(calls)).toEqual([
      { status: "rejected", reason: expect.objectContaining({ message: "terraform apply was ended" }) },
    ]);
    expect(readdirSync(folder).filter((name) => name.startsWith("hopspan-tf-"))).toEqual([]);
  });
});
