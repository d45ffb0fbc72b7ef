import { describe, expect, it } from "vitest";
import { owedBy, ownerLines } from "../../../infra/plan/owners.ts";
import { deployment } from "../../../shared/fabric/deployment/deployment.ts";
import { aFabric, queue, topic } from "../../shared/fabric/a-fabric.ts";

const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
const linesOf = async (endpoints: object, hops: object) =>
  ownerLines(owedBy(await deployment(aFabric(endpoints, hops, { gcp }))));

describe("what owners are told", () => {
  it("is nothing where nothing is theirs", async () => {
    const endpoints = { orders: queue("orders"), feed: topic("feed") };
    expect(await linesOf(endpoints, { out: { from: "orders", to: "feed" } })).toEqual([]);
  });

  it("is a statement for each policy, ready to be copied, and a role for each topic", async () => {
    const endpoints = {
      payments: { sqs: "payments", account: "444455556666", existing: true },
      scores: { pubsub: "scores", project: "elsewhere-1", existing: true },
    };
    const [heading, queueOf, statement, ...rest] = await linesOf(endpoints, {
      collect: { from: "payments", to: "scores" },
    });
    expect([heading, queueOf, ...rest]).toEqual([
      "What the owners of other things have to allow, each in its own policy",
      "  queue arn:aws:sqs:eu-west-1:444455556666:payments",
      "  topic projects/elsewhere-1/topics/scores",
      "    roles/pubsub.admin for whoever deploys (makes functions publishers there)",
    ]);
    expect(JSON.parse(statement ?? "")).toEqual({
      Effect: "Allow",
      Principal: { AWS: "111122223333" },
      Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
      Resource: "arn:aws:sqs:eu-west-1:444455556666:payments",
      Condition: { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/retail--collect" } },
    });
  });
});
