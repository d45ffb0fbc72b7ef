import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { claimStore } from "../../../shared/brokers/claim-store.ts";
import { sha256 } from "../../../shared/brokers/claims.ts";
import { folderStore } from "../../../shared/brokers/folder-store.ts";
import { aBudget } from "../../support/a-message.ts";
import { temporaryFolder } from "../../support/run-command.ts";

const bytes = Buffer.from([0, 255, 10, 13, 200]);
const laid = { key: "orders/2026-01-01/abc", bytes, sha256: sha256(bytes) };
const place = { bucket: "shop-claims", prefix: "", keepSeconds: 60 };
const never = () => Promise.reject(new Error("no cloud is to be asked"));

describe("a folder as a store", () => {
  it("gives back what was laid down, byte for byte, and leaves no drafts", async () => {
    const folder = temporaryFolder();
    const store = await claimStore(place, { HOPSPAN_CLAIMS: folder }, never);
    expect(await store.put(laid, aBudget())).toBe(laid.key);
    expect(await store.put(laid, aBudget())).toBe(laid.key);
    expect(Buffer.from(await store.get(laid.key, 5, aBudget()))).toEqual(bytes);
    expect(readdirSync(join(folder, "shop-claims/orders/2026-01-01"))).toEqual(["abc"]);
    expect(readFileSync(join(folder, "shop-claims", laid.key))).toEqual(bytes);
  });

  it("tells what is gone, what is larger than was said, and what can't be written now", async () => {
    const folder = temporaryFolder();
    const store = folderStore(folder, "b");
    await store.put(laid, aBudget());
    await expect(store.get("orders/none", 5, aBudget())).rejects.toMatchObject({
      code: "CLAIM_GONE",
      retryable: false,
    });
    await expect(store.get(laid.key, 4, aBudget())).rejects.toMatchObject({ code: "CLAIM_DAMAGED", retryable: false });
    mkdirSync(join(folder, "full"));
    writeFileSync(join(folder, "full", "orders"), "a file where a folder has to be");
    await expect(folderStore(folder, "full").put(laid, aBudget())).rejects.toMatchObject({
      code: "CLAIM_STORE",
      retryable: true,
    });
  });

  it.each([
    ["a folder", "orders/2026-01-01"],
    ["the folder of the bucket", "orders/.."],
    ["something below a file", `${laid.key}/more`],
    ["a file, with a slash behind", `${laid.key}/`],
    ["a name that no folder can hold", `orders/${"n".repeat(300)}`],
    ["a path that no system takes", "n/".repeat(5_000)],
  ])("has nothing where a pointer leads to %s, and never will", async (_, key) => {
    const store = folderStore(temporaryFolder(), "b");
    await store.put(laid, aBudget());
    for (const mostBytes of [0, 1_000_000])
      await expect(store.get(key, mostBytes, aBudget())).rejects.toMatchObject({
        code: "CLAIM_GONE",
        retryable: false,
      });
  });

  it("asks the cloud where no folder is named", async () => {
    await expect(claimStore(place, {}, never)).rejects.toThrow("no cloud is to be asked");
  });
});
