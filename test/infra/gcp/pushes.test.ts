import { describe, expect, it } from "vitest";
import { forSoundFabrics } from "../../support/arbitrary-fabric.ts";
import { aHalf, type Half, halfOf } from "./a-half.ts";

const ends = { scores: { pubsub: "fraud-scores", ordered: true }, inbox: { sqs: "inbox.fifo" } };
const hop = { return: { from: "scores", to: "inbox" } };
const pushesOf = ({ of }: Half) =>
  Object.values(of("google_pubsub_subscription")).filter((each) => each["push_config"] !== undefined);

describe("a push subscription", () => {
  it("says all that the plan says, and never expires", async () => {
    const half = await aHalf(ends, { return: { ...hop.return, retry: { attempts: 20, firstDelaySeconds: 5 } } });
    const { push_return: push } = half.of("google_pubsub_subscription");
    const { push_config: _, depends_on: __, topic, dead_letter_policy: dead, ...rest } = push ?? {};
    expect(rest).toEqual({
      project: "retail-analytics",
      name: "retail--return",
      labels: { fabric: "retail" },
      enable_message_ordering: true,
      ack_deadline_seconds: 30,
      message_retention_duration: "604800s",
      expiration_policy: { ttl: "" },
      retry_policy: { minimum_backoff: "5s", maximum_backoff: "600s" },
    });
    const { dead_letter_topic, max_delivery_attempts } = dead as Record<string, unknown>;
    expect([half.said(topic), half.said(dead_letter_topic), max_delivery_attempts]).toEqual([
      "projects/retail-analytics/topics/fraud-scores",
      "projects/retail-analytics/topics/retail--return--dead",
      20,
    ]);
  });

  it("always authenticates, with a token made for the address that it calls, in any fabric", async () => {
    await forSoundFabrics(async (fabric) => {
      const half = await halfOf(fabric);
      const pushes = pushesOf(half);
      expect(pushes).toHaveLength(half.deployment.subscriptions.length);
      for (const { push_config } of pushes) {
        const { push_endpoint, oidc_token } = push_config as { push_endpoint: string; oidc_token: object };
        expect(half.said(push_endpoint)).toMatch(/^https:/);
        expect(oidc_token).toEqual({
          audience: push_endpoint,
          service_account_email: `\${google_service_account.push.email}`,
        });
      }
    });
  });

  it("comes after all that its first push needs", async () => {
    const { of } = await aHalf(ends, hop);
    expect(of("google_pubsub_subscription")["push_return"]?.depends_on).toEqual([
      "google_service_account_iam_member.push_token",
      "google_cloud_run_v2_service_iam_member.invoker_return",
      "google_pubsub_topic_iam_member.bury_return_dead",
    ]);
  });

  it("of somebody else's topic is the fabric's own, in its own project", async () => {
    const theirs = { pubsub: "their-scores", project: "elsewhere-1", existing: true };
    const half = await aHalf({ ...ends, scores: theirs, inbox: { sqs: "inbox" } }, hop);
    const { push_return: push } = half.of("google_pubsub_subscription");
    expect([push?.["project"], push?.["topic"]]).toEqual([
      "retail-analytics",
      "projects/elsewhere-1/topics/their-scores",
    ]);
    expect(Object.keys(half.of("google_pubsub_topic"))).toEqual(["topic_return_dead"]);
  });
});
