import { afterEach, describe, expect, it } from "vitest";
import { sha256 } from "../../../shared/brokers/claims.ts";
import { httpStore } from "../../../shared/brokers/http-store.ts";
import { identityError } from "../../../shared/identity/identity-error.ts";
import { type ABucket, aBucket } from "../../support/a-bucket.ts";
import { aBudget } from "../../support/a-message.ts";

const bytes = Buffer.from([0, 1, 254, 255, 10]);
const laid = { key: "k", bytes, sha256: sha256(bytes) };

const open: ABucket[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function opened(more: Partial<Parameters<typeof httpStore>[0]> = {}) {
  const bucket = await aBucket();
  open.push(bucket);
  const urlOf = (key: string) => new URL(`${bucket.url}/b/${key}`);
  const store = httpStore({
    name: "b",
    putting: async ({ key, bytes: body }) => ({ method: "PUT", url: urlOf(key), headers: {}, body }),
    getting: async (key) => ({ url: urlOf(key), headers: {} }),
    ...more,
  });
  return { ...bucket, store };
}

const later = { code: "CLAIM_STORE", retryable: true };
const never = (code: string) => ({ code, retryable: false });

describe("a bucket over HTTP", () => {
  it("lays a body down and gives it back, byte for byte", async () => {
    const { store, objects } = await opened();
    expect(await store.put(laid, aBudget())).toBe("k");
    expect(objects.get("/b/k")).toEqual(bytes);
    expect(Buffer.from(await store.get("k", bytes.length, aBudget()))).toEqual(bytes);
  });

  it("tries again what the server failed at, was too busy for, or broke off", async () => {
    const { store, asked, fail } = await opened();
    fail({ status: 503 }, { status: 429 });
    expect(await store.put(laid, aBudget())).toBe("k");
    fail("cut", { status: 500 });
    expect(Buffer.from(await store.get("k", bytes.length, aBudget()))).toEqual(bytes);
    expect(asked.map(({ method }) => method)).toEqual(["PUT", "PUT", "PUT", "GET", "GET", "GET"]);
  });

  it.each([
    [{ status: 403, code: "AccessDenied" }, "bucket b can't be used: AccessDenied"],
    [{ status: 404, code: "NoSuchBucket" }, "bucket b can't be used: NoSuchBucket"],
    [{ status: 400, code: "BadDigest" }, "bucket b can't be used: BadDigest"],
    [{ status: 301, code: "PermanentRedirect" }, "bucket b can't be used: PermanentRedirect"],
    [{ status: 404 }, "bucket b can't be used: status 404"],
  ])("leaves for another try what may be put right: %o", async (fault, message) => {
    const { store, fail } = await opened();
    fail(fault, fault);
    await expect(store.put(laid, aBudget())).rejects.toMatchObject({ ...later, message });
    await expect(store.get("k", 5, aBudget())).rejects.toMatchObject({ ...later, message });
  });

  it("leaves for another try what breaks off again and again, and what never comes", async () => {
    const { store, objects, fail } = await opened();
    objects.set("/b/k", bytes);
    fail("cut", "cut", "cut");
    await expect(store.get("k", 5, aBudget())).rejects.toMatchObject(later);
    fail("hang");
    const end = Date.now() + 200;
    await expect(store.get("k", 5, { remainingMs: () => end - Date.now() })).rejects.toMatchObject({
      ...later,
      message: "bucket b did not answer: TimeoutError",
    });
  });

  it("knows what is gone for good, and takes in no more than was promised", async () => {
    const { store, objects } = await opened();
    await expect(store.get("k", 5, aBudget())).rejects.toMatchObject(never("CLAIM_GONE"));
    objects.set("/b/k", Buffer.alloc(6));
    await expect(store.get("k", 5, aBudget())).rejects.toMatchObject(never("CLAIM_DAMAGED"));
    objects.set("/b/k", Buffer.alloc(5_000_000));
    await expect(store.get("k", 100_000, aBudget())).rejects.toMatchObject(never("CLAIM_DAMAGED"));
  });

  it("passes on who could not prove who they are, and says when a proof was refused", async () => {
    let refusals = 0;
    const { store, fail } = await opened({ refused: () => refusals++ });
    fail({ status: 403, code: "ExpiredToken" }, { status: 401 });
    await expect(store.get("k", 5, aBudget())).rejects.toMatchObject(later);
    await expect(store.get("k", 5, aBudget())).rejects.toMatchObject(later);
    expect(refusals).toBe(2);
    const nobody = await opened({ getting: () => Promise.reject(identityError("nobody vouches")) });
    await expect(nobody.store.get("k", 5, aBudget())).rejects.toMatchObject({ code: "NO_IDENTITY", retryable: true });
  });
});
