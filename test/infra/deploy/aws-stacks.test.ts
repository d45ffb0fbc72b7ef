import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { deployedStacks } from "../../../infra/deploy/aws-stacks.ts";
import { type AwsAnswers, aCloudFormation, queuesTemplate } from "../../support/deploy/a-cloudformation.ts";

const place = { account: "111122223333", region: "eu-west-1" };
const role = "arn:aws:iam::111122223333:role/cdk-hnb659fds-lookup-role-111122223333-eu-west-1";
const closing: (() => unknown)[] = [];
beforeEach(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "OWN");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "s");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closing.splice(0)) await close();
});

async function anAws(answers: AwsAnswers) {
  const server = await aCloudFormation(answers);
  closing.push(server.close);
  for (const [name, url] of Object.entries(server.environment)) vi.stubEnv(name, url);
  return server;
}
const stacks = { retail: { status: "UPDATE_COMPLETE", template: queuesTemplate({ orders: 345_600 }) } };
const retail = { ...place, name: "retail", queues: [{ queue: "orders", retentionSeconds: 345_600 }] };

describe("what is deployed in AWS", () => {
  it("is told of stacks that are there, asked by the role that cdk looks with", async () => {
    const { asked } = await anAws({ stacks });
    expect(await deployedStacks({ retail: place, "retail-Stack-2": place })).toEqual([retail]);
    expect(asked.toSorted()).toEqual([
      "LOOKUP DescribeStacks retail",
      "LOOKUP DescribeStacks retail-Stack-2",
      "LOOKUP GetTemplate retail",
      `OWN AssumeRole ${role}`,
    ]);
  });

  it("is asked with one's own credentials where there is no such role, in their own account only", async () => {
    const { asked } = await anAws({ stacks, refuses: ["AssumeRole"] });
    expect(await deployedStacks({ retail: place })).toEqual([retail]);
    expect(asked).toContain("OWN GetTemplate retail");
    await anAws({ stacks, refuses: ["AssumeRole"], account: "999999999999" });
    await expect(deployedStacks({ retail: place })).rejects.toMatchObject({
      code: "UNREACHABLE",
      message: `account 111122223333 can't be asked: the credentials are of account 999999999999, and may not take on ${role} (AccessDenied)`,
    });
  });

  it("is nothing where a stack has never come to be", async () => {
    await anAws({ stacks: { retail: { ...stacks.retail, status: "ROLLBACK_COMPLETE" } } });
    expect(await deployedStacks({ retail: place })).toEqual([]);
    expect(await deployedStacks({})).toEqual([]);
  });

  it("is not to be told while a stack is being worked on", async () => {
    await anAws({ stacks: { retail: { ...stacks.retail, status: "UPDATE_ROLLBACK_IN_PROGRESS" } } });
    await expect(deployedStacks({ retail: place })).rejects.toMatchObject({
      code: "UNDER_WAY",
      message:
        "stack retail in 111122223333/eu-west-1 is being worked on (UPDATE_ROLLBACK_IN_PROGRESS): another deployment is at work, or one that was ended goes on in AWS: wait until it is through, and run the command again",
    });
  });

  it.each([
    ["DescribeStacks", "whether stack retail in 111122223333/eu-west-1 is there could not be asked (AccessDenied)"],
    ["GetTemplate", "what stack retail in 111122223333/eu-west-1 holds could not be asked (AccessDenied)"],
  ])("is not taken for nothing where %s is refused", async (action, message) => {
    await anAws({ stacks, refuses: [action] });
    await expect(deployedStacks({ retail: place })).rejects.toMatchObject({ code: "UNREACHABLE", message });
  });

  it("needs credentials, and says which where there are none", async () => {
    await anAws({ stacks });
    vi.unstubAllEnvs();
    for (const [name, value] of Object.entries({
      HOME: "/nowhere",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
    }))
      vi.stubEnv(name, value);
    await expect(deployedStacks({ retail: place })).rejects.toMatchObject({
      code: "UNREACHABLE",
      message: "there are no credentials for AWS: sign in, or set AWS_PROFILE or the keys that the aws command takes",
    });
    vi.stubEnv("AWS_PROFILE", "nope");
    await expect(deployedStacks({ retail: place })).rejects.toMatchObject({
      code: "UNREACHABLE",
      message:
        "there are no credentials for AWS: profile nope, which AWS_PROFILE names, is not there: name one that aws configure list-profiles shows",
    });
  });

  it("that can't be reached is told with the code of the network, and who was asked", async () => {
    vi.stubEnv("AWS_MAX_ATTEMPTS", "1");
    vi.stubEnv("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:1");
    await expect(deployedStacks({ retail: place })).rejects.toMatchObject({
      code: "UNREACHABLE",
      message: "account 111122223333 can't be asked (ECONNREFUSED 127.0.0.1:1)",
    });
  });
});
