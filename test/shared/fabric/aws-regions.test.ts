import { describe, expect, it } from "vitest";
import { snsReaches, snsSender } from "../../../shared/fabric/aws-regions.ts";

describe("SNS between regions", () => {
  it("comes in its own name, and in that of a region which is opted into", () => {
    const sender = (topic: string, queue: string) => snsSender(topic, queue).replace(".amazonaws.com", "");
    expect([sender("eu-west-1", "eu-west-1"), sender("eu-west-1", "us-east-1")]).toEqual(["sns", "sns"]);
    expect([sender("eu-south-1", "us-east-1"), sender("us-east-1", "eu-south-1")]).toEqual([
      "sns.eu-south-1",
      "sns.eu-south-1",
    ]);
    // Within one region nothing is crossed.
    expect(sender("eu-south-1", "eu-south-1")).toBe("sns");
  });

  it("reaches every region but from one that is opted into to another", () => {
    expect([
      snsReaches("eu-west-1", "us-east-1"),
      snsReaches("eu-south-1", "us-east-1"),
      snsReaches("us-east-1", "eu-south-1"),
      snsReaches("eu-south-1", "eu-south-1"),
      snsReaches("eu-south-1", "me-south-1"),
    ]).toEqual([true, true, true, true, false]);
  });
});
