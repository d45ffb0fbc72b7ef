import { describe, expect, it } from "vitest";
import { locked } from "../../../infra/gcp/outputs.ts";
import { emptyLock } from "../../../shared/fabric/deployment/lock.ts";
import { aHalf } from "./a-half.ts";

type Accounts = Readonly<Record<string, Readonly<Record<string, string>>>>;

const email = "hop--retail--return@retail-analytics.iam.gserviceaccount.com";

const endpoints = { scores: { pubsub: "scores" }, inbox: { sqs: "inbox" } };
const hops = { return: { from: "scores", to: "inbox" } };
const plan = async () => (await aHalf(endpoints, hops)).deployment;
const service_accounts = { "retail/return": { email, unique_id: "104857600000000000000" } };
const retail = { fabric: "retail", project: "retail-analytics", service_accounts };

describe("the outputs of the Google half", () => {
  it("tell each function's account and address, by link", async () => {
    const { told, said } = await aHalf(endpoints, hops);
    const { fabric, project, service_accounts } = told("hopspan");
    const { email: address, unique_id } = (service_accounts as Accounts)["retail/return"] ?? {};
    expect([said(address), unique_id]).toEqual([email, `\${google_service_account.account_return.unique_id}`]);
    expect([fabric, project]).toEqual(["retail", "retail-analytics"]);
    expect(Object.keys(told("push_urls"))).toEqual(["retail/return"]);
  });

  it("become the lock's service accounts, which keeps all else and forgets links that are gone", async () => {
    const lock = {
      ...emptyLock("retail"),
      stacks: { "retail/return": 2 },
      serviceAccounts: { "retail/gone": { email: "x", uniqueId: "1" } },
    };
    const outputs = { vpc: "net-1", other: { ...retail, fabric: "shop" }, own: retail };
    expect(locked(lock, await plan(), outputs)).toEqual({
      ...lock,
      serviceAccounts: { "retail/return": { email, uniqueId: "104857600000000000000" } },
    });
  });

  it.each([
    [{}, "the outputs are not those of the Google half of fabric retail: apply it first"],
    [
      { hopspan: { ...retail, service_accounts: { "retail/return": { email, unique_id: "no number" } } } },
      "the outputs are not those of the Google half of fabric retail: apply it first",
    ],
    [
      { hopspan: { ...retail, fabric: "retail-at-test" } },
      "the outputs are those of retail-at-test, not of fabric retail: name those of its own module, and its own --stage",
    ],
    [
      { hopspan: { ...retail, project: "another" } },
      "the outputs of fabric retail are of project another, and the file has retail-analytics",
    ],
    [
      { hopspan: { ...retail, service_accounts: {} } },
      "the outputs of fabric retail do not know retail/return: write the module anew, and apply it first",
    ],
  ])("of something else are refused: %j", async (outputs, message) => {
    const deployed = await plan();
    expect(() => locked(emptyLock("retail"), deployed, outputs)).toThrow(message);
  });
});
