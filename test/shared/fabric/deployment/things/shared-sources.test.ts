import { describe, expect, it } from "vitest";
import { deployment } from "../../../../../shared/fabric/deployment/deployment.ts";
import { sharedSources } from "../../../../../shared/fabric/deployment/things/shared-sources.ts";
import { staged } from "../../../../../shared/fabric/staged.ts";
import { aFabric, queue, topic } from "../../a-fabric.ts";

describe("queues that several stages take from", () => {
  it("are those of others, and only where the fabric is in a stage", async () => {
    const endpoints = { own: queue("own"), theirs: { sqs: "theirs", existing: true }, out: topic("out") };
    const fabric = aFabric(endpoints, { on: { from: ["own", "theirs"], to: "out" } });
    const told = async (stage?: string) => [...sharedSources(await deployment(staged(fabric, stage)))];
    expect(await told("test")).toEqual(["theirs"]);
    expect(await told()).toEqual([]);
  });
});
