import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { topicKeeping } from "../../../infra/deploy/topic-keeping.ts";
import type { Held } from "../../../infra/plan/google-losses.ts";
import { aGoogleApi } from "../../support/deploy/a-google-api.ts";

let api: Awaited<ReturnType<typeof aGoogleApi>>;
beforeEach(async () => {
  api = await aGoogleApi();
});
afterEach(() => api.close());

const topic = (name: string, more: Partial<Held> = {}): Held => ({ kind: "topic", project: "shop", name, ...more });
const subscription = (name: string): Held => ({ kind: "subscription", project: "shop", name });

describe("what goes with a topic", () => {
  it("is what it keeps, and each subscription that is not the fabric's, of every page and project", async () => {
    api.subscriptions.set("shop/feed", [
      "projects/shop/subscriptions/retail--on",
      "projects/shop/subscriptions/theirs",
      "projects/other/subscriptions/retail--on",
    ]);
    api.subscriptions.set("shop/copy", []);
    const things = [topic("feed", { keepsSeconds: 86_400 }), topic("copy"), topic("gone"), subscription("retail--on")];
    expect(await topicKeeping(things, api.environment)).toEqual([
      "topic feed: what it keeps for 1d",
      "topic feed: the subscription of others projects/shop/subscriptions/theirs",
      "topic feed: the subscription of others projects/other/subscriptions/retail--on",
    ]);
  });

  it("is not asked where no topic goes", async () => {
    expect(await topicKeeping([subscription("retail--on")], api.environment)).toEqual([]);
    expect(api.asked).toEqual([]);
  });

  it("is not taken for nothing where nobody tells", async () => {
    const closed = await aGoogleApi(403);
    await expect(topicKeeping([topic("feed")], closed.environment)).rejects.toMatchObject({
      code: "UNREACHABLE",
      message: "who subscribes to topic feed could not be asked (Pub/Sub says 403): mend that, or use --drop-messages",
    });
    await closed.close();
  });
});
