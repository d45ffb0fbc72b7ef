import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deployment } from "../../../shared/fabric/deployment/deployment.ts";
import { poolId, runName, serviceAccountId, sharedAccountId } from "../../../shared/fabric/deployment/identity.ts";
import { deriveName, prefixOf } from "../../../shared/fabric/derive-name.ts";
import type { Fabric } from "../../../shared/fabric/fabric.ts";
import { staged } from "../../../shared/fabric/staged.ts";
import { aFabric, queue, topic } from "./a-fabric.ts";

/** As names of the file may be, of few letters, so that they meet often. */
const name = fc.stringMatching(/^[ab]{1,2}(-[ab]{1,2}){0,3}$/);
const parts = fc.array(name, { minLength: 1, maxLength: 4 });

describe("derived names", () => {
  it("are those of other parts for other parts, however long a name may be", () => {
    fc.assert(
      fc.property(parts, parts, fc.integer({ min: 20, max: 80 }), (left, right, most) => {
        const isSame = JSON.stringify(left) === JSON.stringify(right);
        expect(deriveName(left, most) === deriveName(right, most)).toBe(isSame);
        expect(deriveName(left, most).length).toBeLessThanOrEqual(most);
        expect(deriveName(left, most)).toMatch(/^[a-z]([a-z0-9-]*[a-z0-9])?$/);
      }),
      { numRuns: 2_000 },
    );
  });

  it("start with what no other fabric's do, in any stage", () => {
    fc.assert(
      fc.property(name, name, name, (fabric, other, hop) => {
        if (fabric === other) return;
        expect(deriveName([other, hop], 64).startsWith(prefixOf(fabric))).toBe(false);
      }),
    );
  });

  it("of two fabrics in one account are all different, where the names are the same words", async () => {
    const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
    const of = (fabric: string, hop: string) =>
      aFabric(
        { [`${hop}-q`]: queue(`${fabric}-in`), [`${hop}-t`]: topic(`${fabric}-out`) },
        { [hop]: { from: `${hop}-q`, to: `${hop}-t` }, [`${hop}-x`]: { from: `${hop}-t`, to: `${hop}-q` } },
        { fabric, gcp },
      );
    const all = await Promise.all([
      namesOf(of("a", "b-c")),
      namesOf(of("a-b", "c")),
      namesOf(staged(of("shop-eu", "h"), "prod")),
      namesOf(staged(of("shop", "h"), "eu-prod")),
      namesOf(of("shop-eu-prod", "h")),
    ]);
    expect(new Set(all.flat()).size).toBe(all.flat().length);
  });
});

/** What a fabric is called by in both clouds: each name with the kind that it has to be alone among. */
async function namesOf(fabric: Fabric): Promise<readonly string[]> {
  const { fabric: whole, queues, topics, subscriptions, functions } = await deployment(fabric);
  return [
    ...queues.map(({ endpoint }) => `queue ${endpoint.queue}`),
    ...topics.map(({ endpoint }) => `topic ${endpoint.topic}`),
    ...subscriptions.map(({ name: subscription }) => `subscription ${subscription}`),
    ...functions.map(({ cloud, name: called }) => `${cloud} function ${called}`),
    ...functions.map(({ link }) => `service ${runName(link)}`),
    ...functions.map(({ link }) => `account ${serviceAccountId(link)}`),
    ...(["push", "build"] as const).map((purpose) => `account ${sharedAccountId(whole, purpose)}`),
    `pool ${poolId(whole)}`,
  ];
}
