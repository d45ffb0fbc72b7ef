import { describe, expect, it } from "vitest";
import type { Grant } from "../../../../shared/fabric/deployment/grants.ts";
import { policyCharacters, statements } from "../../../../shared/fabric/deployment/statements.ts";

const grant = (actions: readonly string[], resource: string, more: object = {}): Grant => ({
  cloud: "aws",
  role: "r",
  actions,
  resource,
  why: "for a test",
  ...more,
});

describe("the statements of a role", () => {
  it("join what may be done alike, and nothing else", () => {
    const condition = { StringEquals: { a: "b" } };
    const topic = { kind: "topic", name: "t" } as const;
    const grants: readonly Grant[] = [
      grant(["sqs:SendMessage"], "one"),
      grant(["kms:Decrypt"], "key"),
      grant(["sqs:SendMessage"], "two"),
      grant(["sqs:SendMessage"], "two"),
      grant(["sqs:SendMessage"], "three", { condition }),
      { cloud: "gcp", member: "m", role: "roles/pubsub.publisher", on: topic, why: "for a test" },
    ];
    expect(statements(grants)).toEqual([
      { actions: ["sqs:SendMessage"], resources: ["one", "two"] },
      { actions: ["kms:Decrypt"], resources: ["key"] },
      { actions: ["sqs:SendMessage"], resources: ["three"], condition },
    ]);
  });

  it("are counted as IAM counts a policy", () => {
    const [statement] = statements([grant(["sqs:SendMessage"], "arn")]);
    const text =
      '{"Version":"2012-10-17","Statement":[{"Action":"sqs:SendMessage","Effect":"Allow","Resource":"arn"}]}';
    expect(policyCharacters(statement === undefined ? [] : [statement])).toBe(text.length);
  });
});
