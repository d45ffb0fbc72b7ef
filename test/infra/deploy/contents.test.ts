import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { emptyBuckets, filledBuckets, refuseStrangers, strangeTables } from "../../../infra/deploy/contents.ts";
import type { Held } from "../../../infra/plan/google-losses.ts";
import { aGoogleApi } from "../../support/deploy/a-google-api.ts";

let api: Awaited<ReturnType<typeof aGoogleApi>>;
beforeEach(async () => {
  api = await aGoogleApi();
});
afterEach(() => api.close());

const bucket = (name: string): Held => ({ kind: "bucket", project: "", name });
const inShop = (kind: "dataset" | "table", name: string): Held => ({ kind, project: "shop", name });

describe("buckets", () => {
  it("are told where there is an object in them", async () => {
    api.objects.set("full", new Set(["2026/a.avro", "b"])).set("empty", new Set());
    expect(await filledBuckets(["full", "empty", "never-made"], api.environment)).toEqual(["full"]);
  });

  it("are emptied, whatever their objects are called, and nothing else is", async () => {
    api.objects.set("full", new Set(["2026/ä b.avro", "b", "c?d#e"])).set("other", new Set(["keep"]));
    await emptyBuckets([bucket("full"), inShop("table", "other")], api.environment);
    expect([api.objects.get("full")?.size, api.objects.get("other")?.size]).toEqual([0, 1]);
    await emptyBuckets([bucket("never-made")], api.environment);
  });

  it("that nobody tells of are not taken for empty", async () => {
    const closed = await aGoogleApi(403);
    await expect(filledBuckets(["full"], closed.environment)).rejects.toMatchObject({
      code: "UNREACHABLE",
      message: "Cloud Storage says 403",
    });
    await closed.close();
  });
});

describe("tables in a dataset that is to go", () => {
  const things = [inShop("dataset", "retail"), inShop("table", "retail.orders")];

  it("are others' where the fabric does not take them along", async () => {
    api.tables.set("shop/retail", ["orders", "theirs", "more"]);
    expect(await strangeTables(things, api.environment)).toEqual(["retail.theirs", "retail.more"]);
    await expect(refuseStrangers(things, api.environment)).rejects.toMatchObject({
      code: "STRANGE_TABLES",
      message:
        "retail.theirs, retail.more: not the fabric's, in a dataset that is to go: copy these tables elsewhere, or drop them, first",
    });
  });

  it("are nobody's business where the dataset stays, is not there, or has only the fabric's", async () => {
    await refuseStrangers(things, api.environment);
    api.tables.set("shop/retail", ["orders"]);
    await refuseStrangers(things, api.environment);
    api.tables.set("shop/retail", ["orders", "theirs"]);
    await refuseStrangers(things.slice(1), api.environment);
  });
});
