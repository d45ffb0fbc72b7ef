import { describe, expect, it } from "vitest";
import { withoutPermission, withPermission } from "../../../../infra/local/sqs/policy.ts";
import { faultOf } from "./an-engine.ts";

const arn = "arn:aws:sqs:eu-west-1:111122223333:orders";
const permission = { label: "one", accounts: ["444455556666"], actions: ["SendMessage"] };
const statement = {
  Sid: "one",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::444455556666:root" },
  Action: "SQS:SendMessage",
  Resource: arn,
};

describe("a queue's policy", () => {
  it("is made with the first permission, grows with each, and is gone with the last", () => {
    const one = withPermission(undefined, arn, permission);
    expect(JSON.parse(one)).toEqual({ Version: "2008-10-17", Id: `${arn}/SQSDefaultPolicy`, Statement: [statement] });
    const several = { label: "two", accounts: ["444455556666", "777788889999"], actions: ["*", "PurgeQueue"] };
    const two = withPermission(one, arn, several);
    expect(JSON.parse(two).Statement[1]).toEqual({
      ...statement,
      Sid: "two",
      Principal: { AWS: ["arn:aws:iam::444455556666:root", "arn:aws:iam::777788889999:root"] },
      Action: ["SQS:*", "SQS:PurgeQueue"],
    });
    expect(withoutPermission(two, "two")).toBe(one);
    expect(withoutPermission(one, "one")).toBe("");
  });

  it("keeps statements that were written by hand, one or more", () => {
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Deny", Principal: "*" } });
    expect(JSON.parse(withPermission(policy, arn, permission))).toEqual({
      Version: "2012-10-17",
      Statement: [{ Effect: "Deny", Principal: "*" }, statement],
    });
  });

  it("refuses labels, accounts and actions that can't be, and too many", () => {
    const one = withPermission(undefined, arn, permission);
    const eight =
      "SendMessage ReceiveMessage DeleteMessage ChangeMessageVisibility GetQueueUrl PurgeQueue * GetQueueAttributes";
    const full = JSON.stringify({ Statement: Array.from({ length: 20 }, (_, n) => ({ Sid: `s${n}` })) });
    const add = (policy: string | undefined, parts: Partial<typeof permission>) =>
      faultOf(() => withPermission(policy, arn, { ...permission, ...parts }));
    expect([
      add(one, {}),
      add(undefined, { label: "a b" }),
      add(undefined, { label: "x".repeat(81) }),
      add(undefined, { accounts: ["me"] }),
      add(undefined, { actions: ["DeleteQueue"] }),
      add(undefined, { actions: eight.split(" ") }),
      add(full, {}),
      faultOf(() => withoutPermission(one, "two")),
    ]).toEqual([...Array(5).fill("InvalidParameterValue"), "OverLimit", "OverLimit", "InvalidParameterValue"]);
  });
});
