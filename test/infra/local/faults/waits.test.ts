import { describe, expect, it } from "vitest";
import { injector } from "../../../../infra/local/faults/injector.ts";
import { pause, silence } from "../../../../infra/local/faults/waits.ts";

describe("what faults wait for", () => {
  it("is over after its time, and at once where there is none", async () => {
    await pause(0, injector());
    await pause(5, injector());
  });

  it("is over when the faults are lifted, however long it was to be", async () => {
    const faults = injector();
    const waiting = [pause(86_400_000, faults), pause(1e12, faults), silence(faults, () => {})];
    expect(await Promise.race([...waiting, new Promise((resolve) => setTimeout(resolve, 20, "waits"))])).toBe("waits");
    faults.lift();
    await Promise.all(waiting);
  });

  it("is over when nobody listens any more", async () => {
    await silence(injector(), (gone) => void setTimeout(gone, 5));
  });
});
