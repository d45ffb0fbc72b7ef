import { describe, expect, it } from "vitest";
import { emptyLock, lockFile, lockText, parseLock } from "../../../../shared/fabric/deployment/lock.ts";

const lock = {
  version: 1 as const,
  fabric: "retail",
  serviceAccounts: { "retail/b": { email: "b@p", uniqueId: "2" }, "retail/a": { email: "a@p", uniqueId: "1" } },
  stacks: { "hops/b": 2, "hops/a": 1 },
  places: { retail: { account: "1", region: "r" } },
  google: true,
  made: { "aws/queue/1/q": { cloud: "aws" as const, kind: "queue" as const, name: "q", settings: { fifo: false } } },
  begun: {},
};

describe("a lock", () => {
  it("lies beside the fabric file, one per stage", () => {
    expect(lockFile("maps/fabric.yaml", undefined)).toBe("maps/fabric.lock.json");
    expect(lockFile("fabric.yml", "prod")).toBe("fabric.prod.lock.json");
  });

  it("comes back as it was written, and is the same text whatever its order", () => {
    expect(parseLock(lockText(lock), "fabric.lock.json", "retail")).toEqual(lock);
    const turned = { ...lock, stacks: { "hops/a": 1, "hops/b": 2 } };
    expect(lockText(turned)).toBe(lockText(lock));
    expect(parseLock(lockText(emptyLock("retail")), "f", "retail")).toEqual(emptyLock("retail"));
  });

  it("is refused where it is damaged, or of another fabric", () => {
    for (const text of ["", "{", "[]", '{"version":2}', lockText(lock).slice(0, 40)])
      expect(() => parseLock(text, "fabric.lock.json", "retail")).toThrow(
        "fabric.lock.json: is no lock of a fabric: restore it from version control",
      );
    expect(() => parseLock(lockText(lock), "fabric.lock.json", "shop")).toThrow(
      "fabric.lock.json: is the lock of fabric retail, not of shop: a fabric is renamed by hopspan destroy under its old name and hopspan deploy under its new one",
    );
  });
});
