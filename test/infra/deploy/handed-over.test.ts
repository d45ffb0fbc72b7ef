import { describe, expect, it } from "vitest";
import { refuseHandedOver } from "../../../infra/deploy/handed-over.ts";
import { emptyLock } from "../../../shared/fabric/deployment/lock.ts";

describe("a Google half in a terraform of its owner's", () => {
  it("is left alone, and it is said who takes care of it", () => {
    const lock = emptyLock("retail");
    refuseHandedOver({ lock, lockFile: "fabric.lock.json" });
    expect(() => refuseHandedOver({ lock: { ...lock, module: true }, lockFile: "fabric.lock.json" })).toThrow(
      "the Google half of fabric retail is in a terraform of your own, as fabric.lock.json says: change it and take it away there and by cdk, as docs/deploying.md shows",
    );
  });
});
