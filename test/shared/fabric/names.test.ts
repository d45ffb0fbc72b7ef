import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { awsSecretName, fabricName, gcsBucket, kmsKey, s3Bucket } from "../../../shared/fabric/names.ts";

const taken = (schema: z.ZodType, names: readonly string[]) => names.filter((name) => schema.safeParse(name).success);

describe("the name of a fabric", () => {
  it("may be one of words and dashes", () => {
    const good = ["a", "shop", "shop-eu", "at-home", "shop-atlas", "a1-2b", "f".repeat(40)];
    expect(taken(fabricName, good)).toEqual(good);
  });

  it("keeps free what stands between names, and before a stage", () => {
    expect(taken(fabricName, ["shop-", "shop--eu", "shop-at-home", "shop-at", "f".repeat(41)])).toEqual([]);
  });

  it("is none that a bucket, a topic or a host may not have in theirs", () => {
    expect(taken(fabricName, ["goog", "google-ads", "my-google", "my-g00gle", "xn"])).toEqual([]);
  });
});

describe("the names of what is there already", () => {
  it("are parameters, by one name or by a path from the root on", () => {
    const good = ["key", "retail.key", "/key", "/retail/a_b/key-1"];
    expect(taken(awsSecretName, good)).toEqual(good);
    expect(taken(awsSecretName, ["retail/key", "/retail/", "/", "//key", "", "a b", "k".repeat(513)])).toEqual([]);
  });

  it("are buckets as their clouds have them", () => {
    const both = ["shop", "shop-uploads", "shop.uploads", "1st"];
    expect(taken(s3Bucket, both)).toEqual(both);
    expect(taken(gcsBucket, [...both, "shop_uploads"])).toEqual([...both, "shop_uploads"]);
    const neither = ["ab", "Shop", "shop-", "-shop", "shop..eu", "b".repeat(64)];
    expect(taken(s3Bucket, [...neither, "shop_uploads", "xn--shop"])).toEqual([]);
    expect(taken(gcsBucket, [...neither, "goog-shop", "shop-google", "shop-g00gle", "shop-.eu"])).toEqual([]);
  });

  it("are keys by the forms that ids have, in the one partition", () => {
    const key = (id: string, partition = "aws") => `arn:${partition}:kms:eu-west-1:111122223333:key/${id}`;
    const id = "1234abcd-12ab-34cd-56ef-1234567890ab";
    const good = [key(id), key(`mrk-${"a1".repeat(16)}`)];
    expect(taken(kmsKey, good)).toEqual(good);
    const bad = [key("k"), key("1234"), key(`mrk-${id}`), key(id.toUpperCase()), key(id, "aws-cn"), key(`${id}/x`)];
    expect(taken(kmsKey, [...bad, "alias/shop", key(id).replace("key/", "alias/")])).toEqual([]);
  });
});
