import { describe, expect, it } from "vitest";
import { deployment } from "../../../../shared/fabric/deployment/deployment.ts";
import { inventory } from "../../../../shared/fabric/deployment/inventory.ts";
import { emptyLock, type Lock, lockFile, lockText, parseLock } from "../../../../shared/fabric/deployment/lock.ts";
import { manyHops } from "../../../support/many-hops.ts";

const lock: Lock = {
  version: 2,
  fabric: "retail",
  serviceAccounts: { "retail/b": { email: "b@p", uniqueId: "2" }, "retail/a": { email: "a@p", uniqueId: "1" } },
  stacks: { "hops/b": 2, "hops/a": 1 },
  places: { retail: { account: "1", region: "r" } },
  google: true,
  module: false,
  made: {
    "aws/queue/1/r/q": { cloud: "aws", kind: "queue", name: "q", of: "endpoint q", settings: { fifo: false, a: 1 } },
  },
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

  it("has a line for each thing, without what its address says, so that it is small and a change of it is a line", () => {
    expect(
      lockText(lock)
        .split("\n")
        .filter((line) => line.includes("aws/queue")),
    ).toEqual(['    "aws/queue/1/r/q": {"of":"endpoint q","settings":{"a":1,"fifo":false}}']);
    expect(JSON.parse(lockText(lock))).toMatchObject({ version: 2, fabric: "retail", begun: {} });
  });

  it("takes some 1,600 bytes for all seven parts of a hop and its queue", async () => {
    const sizeOf = async (hops: number) => {
      const made = inventory(await deployment(manyHops(hops)));
      return { bytes: lockText({ ...emptyLock("retail"), made }).length, things: Object.keys(made).length };
    };
    const [few, many] = [await sizeOf(10), await sizeOf(210)];
    expect((many.bytes - few.bytes) / 200).toBeLessThan(1_700);
    expect((many.things - few.things) / 200).toBe(7);
  });

  it("is refused for an address that is none", () => {
    const made = { "aws/rocket/1/r/q": { settings: {} } };
    expect(() => parseLock(JSON.stringify({ ...lock, made }), "f", "retail")).toThrow("is no lock of a fabric");
  });

  it("that a newer Hopspan has written is told from a damaged one", () => {
    for (const text of ['{"version":3}', JSON.stringify({ ...lock, version: 3, more: {} })])
      expect(() => parseLock(text, "fabric.lock.json", "retail")).toThrow(
        "fabric.lock.json: was written by a newer Hopspan, which knows more than this one: use that one, or a still newer, for this fabric, in the CDK app too",
      );
  });

  it("is refused where it is damaged, or of another fabric", () => {
    for (const text of ["", "{", "[]", '{"version":0}', lockText(lock).slice(0, 40)])
      expect(() => parseLock(text, "fabric.lock.json", "retail")).toThrow(
        "fabric.lock.json: is no lock of a fabric: restore it from version control",
      );
    expect(() => parseLock(lockText(lock), "fabric.lock.json", "shop")).toThrow(
      "fabric.lock.json: is the lock of fabric retail, not of shop: a fabric is renamed by hopspan destroy under its old name and hopspan deploy under its new one",
    );
  });

  it("is refused where it names a stack that is not the fabric's: it would be taken away", () => {
    const at = { account: "111122223333", region: "eu-west-1" };
    const read = (name: string) => parseLock(lockText({ ...lock, places: { [name]: at } }), "f", "retail").places;
    const own = ["retail", "retail-Stack-2", "retail-Stack-eu-west-1", "retail-Stack-eu-west-1-12"];
    for (const name of [...own, "retail-Stack-111122223333-eu-west-1", "retail-Stack-111122223333-eu-west-1-3"])
      expect(read(name)).toEqual({ [name]: at });
    const foreign = [
      "payments",
      "CDKToolkit",
      "retail-at-prod",
      "retail-Stack-",
      "retail-Stack-1",
      "retail-Stack-us-east-1",
    ];
    for (const name of [
      ...foreign,
      "retail-Stack-eu-west-1-",
      "retail-Stack-eu-west-1-x",
      "shop-Stack-2",
      "retail-Stack--2",
    ])
      expect(() => read(name)).toThrow(
        `f: stack ${name} in places is none of fabric retail, and would be taken away: restore the lock from version control`,
      );
  });
});
