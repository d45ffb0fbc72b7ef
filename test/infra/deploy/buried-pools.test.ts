import { afterEach, describe, expect, it } from "vitest";
import { unbury } from "../../../infra/deploy/buried-pools.ts";
import type { ResourceChange } from "../../../infra/plan/google-losses.ts";
import { aGoogleApi } from "../../support/deploy/a-google-api.ts";

const POOL = "projects/shop/locations/global/workloadIdentityPools/hopspan--retail";
const PROVIDER = `${POOL}/providers/aws-111122223333`;
const [pool, provider] = ["google_iam_workload_identity_pool", "google_iam_workload_identity_pool_provider"];
const ids = { project: "shop", workload_identity_pool_id: "hopspan--retail" };
const made = (type: string, after: object, actions = ["create"]): ResourceChange => ({
  address: `${type}.it`,
  type,
  change: { actions, before: null, after: { ...ids, ...after } },
});
const both = [
  made(provider, { workload_identity_pool_provider_id: "aws-111122223333", display_name: "AWS account 111122223333" }),
  made(pool, { display_name: "Hopspan retail" }),
];

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
async function api(status?: number) {
  const server = await aGoogleApi(status);
  closing.push(server.close);
  return server;
}

describe("a pool that was deleted within the last 30 days", () => {
  it("comes back before its provider, and both are named for terraform by the project's id", async () => {
    const { pools, asked, environment } = await api();
    pools.set(POOL, { state: "DELETED", displayName: "Hopspan retail" });
    pools.set(PROVIDER, { state: "DELETED", displayName: "AWS account 111122223333" });
    expect(await unbury(both, environment)).toEqual([
      { address: `${pool}.it`, id: POOL },
      { address: `${provider}.it`, id: PROVIDER },
    ]);
    expect([...pools.values()].map(({ state }) => state)).toEqual(["ACTIVE", "ACTIVE"]);
    expect(asked.filter((each) => each.startsWith("POST"))).toEqual([
      `POST /v1/${POOL}:undelete`,
      `POST /v1/${PROVIDER}:undelete`,
    ]);
  });

  it("and was brought back by a run that came no further is named again", async () => {
    const { pools, asked, environment } = await api();
    pools.set(POOL, { state: "ACTIVE", displayName: "Hopspan retail" });
    expect(await unbury(both, environment)).toEqual([{ address: `${pool}.it`, id: POOL }]);
    expect(asked.some((each) => each.startsWith("POST"))).toBe(false);
  });
});

describe("a pool that terraform wants to make", () => {
  it("is left alone where there is none of its name, where it is another's, and where IAM does not tell", async () => {
    const { pools, environment } = await api();
    expect(await unbury(both, environment)).toEqual([]);
    pools.set(POOL, { state: "DELETED", displayName: "Somebody else's" });
    expect(await unbury(both, environment)).toEqual([]);
    expect(pools.get(POOL)?.state).toBe("DELETED");
    expect(await unbury(both, (await api(403)).environment)).toEqual([]);
  });

  it("is asked about only where it is to be made", async () => {
    const { asked, environment } = await api();
    await unbury(
      [
        ...both.map((each) => ({ ...each, change: { ...each.change, actions: ["no-op"] } })),
        made("google_pubsub_topic", {}),
      ],
      environment,
    );
    expect(asked).toEqual([]);
  });
});
