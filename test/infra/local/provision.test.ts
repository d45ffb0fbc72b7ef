import { describe, expect, it } from "vitest";
import { sourceSettings } from "../../../infra/local/provision.ts";
import { compile } from "../../../shared/fabric/compile.ts";
import { aFabric, queue, topic } from "../../shared/fabric/a-fabric.ts";

const settingsOf = (source: object) => {
  const [link] = compile(
    aFabric({ in: source, feed: topic("feed") }, { h: { from: "in", to: "feed", retry: { attempts: 7 } } }),
  ).links;
  if (link?.crossing !== "sqs-to-pubsub") throw new Error("expected a link from a queue");
  return sourceSettings(link);
};

describe("the settings of a source queue", () => {
  it("give the function time, and end what never succeeds in the dead letters", () => {
    expect(settingsOf(queue("in"))).toEqual({
      VisibilityTimeout: "181",
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: "arn:aws:sqs:eu-west-1:111122223333:retail--in--dead",
        maxReceiveCount: 7,
      }),
    });
  });

  it("name no dead letters in another account, where SQS moves nothing", () => {
    expect(settingsOf({ sqs: "in", existing: true, account: "444455556666" })).toEqual({ VisibilityTimeout: "181" });
  });
});
