import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  hopOf,
  lambdaName,
  mappedRole,
  poolId,
  roleName,
  runName,
  serviceAccountId,
  sharedAccountId,
} from "../../../../shared/fabric/deployment/identity.ts";

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,39}$/).filter((text) => !text.endsWith("-"));
const link = fc
  .tuple(name, name, fc.array(name, { maxLength: 2 }))
  .map(([fabric, hop, ends]) => ({ fabric, hop, name: `${fabric}/${[hop, ...ends].join(".")}` }));

describe("names of identities", () => {
  it("keep to the limits of their providers, whatever the fabric's own names", () => {
    fc.assert(
      fc.property(link, (each) => {
        expect(lambdaName(each)).toMatch(/^[A-Za-z0-9-_]{1,64}$/);
        expect(roleName(each)).toMatch(/^[\w+=,.@-]{1,64}$/);
        expect(runName(each)).toMatch(/^[a-z][a-z0-9-]{0,48}$/);
        expect(serviceAccountId(each)).toMatch(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/);
        expect(sharedAccountId(each.fabric, "push")).toMatch(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/);
        expect(poolId(each.fabric)).toMatch(/^[a-z0-9-]{4,32}$/);
        // https://docs.cloud.google.com/iam/docs/workload-identity-federation-with-other-clouds
        expect(Buffer.byteLength(mappedRole("111122223333", roleName(each)))).toBeLessThanOrEqual(127);
        expect(hopOf(each)).toBe(each.hop);
      }),
    );
  });
});
