import { describe, expect, it } from "vitest";
import { locked } from "../../../infra/gcp/outputs.ts";
import { emptyLock } from "../../../shared/fabric/deployment/lock.ts";
import { aHalf } from "./a-half.ts";

const email = "hop--retail--return@retail-analytics.iam.gserviceaccount.com";

describe("the outputs of the Google half", () => {
  it("tell each function's account and address, by link", async () => {
    const { told, said } = await aHalf(
      { scores: { pubsub: "scores" }, inbox: { sqs: "inbox" } },
      { return: { from: "scores", to: "inbox" } },
    );
    const { email: address, unique_id } = told("service_accounts")["retail/return"] as Record<string, string>;
    expect([said(address), unique_id]).toEqual([email, `\${google_service_account.account_return.unique_id}`]);
    expect(Object.keys(told("push_urls"))).toEqual(["retail/return"]);
  });

  it("become the lock's service accounts, which keeps all else and forgets links that are gone", () => {
    const lock = {
      ...emptyLock("retail"),
      stacks: { "retail/return": 2 },
      serviceAccounts: { "retail/gone": { email: "x", uniqueId: "1" } },
    };
    const outputs = { service_accounts: { "retail/return": { email, unique_id: "104857600000000000000" } } };
    expect(locked(lock, outputs)).toEqual({
      ...lock,
      serviceAccounts: { "retail/return": { email, uniqueId: "104857600000000000000" } },
    });
  });

  it("of something else are refused", () => {
    expect(() => locked(emptyLock("retail"), {})).toThrow(
      "the outputs are not those of the Google half of fabric retail: apply it first",
    );
  });
});
