import { describe, expect, it } from "vitest";
import { stackPlans, stacksToRemember } from "../../../infra/aws/stacks.ts";
import { untrusted } from "../../../infra/aws/trust.ts";
import { deployment } from "../../../shared/fabric/deployment/deployment.ts";
import { emptyLock } from "../../../shared/fabric/deployment/lock.ts";
import { aFabric, queue, topic } from "../../shared/fabric/a-fabric.ts";
import { forSoundFabrics } from "../../support/arbitrary-fabric.ts";
import { manyHops } from "../../support/many-hops.ts";
import { ofType, synthesize, synthesizeOne } from "./a-synth.ts";

const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
const endpoints = { orders: queue("orders"), feed: topic("feed"), inbox: queue("inbox") };
const hops = { out: { from: "orders", to: "feed" }, back: { from: "feed", to: "inbox" } };
const small = (more: object = {}) => aFabric(endpoints, hops, { gcp, ...more });

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const MOST_RESOURCES = 500;
const MOST_TEMPLATE_BYTES = 1_000_000;

describe("a fabric in CloudFormation", () => {
  it("is one stack by its name, where the file says and nowhere else", async () => {
    const { name, account, region, after, template } = await synthesizeOne(small());
    expect([name, account, region, after]).toEqual(["retail", "111122223333", "eu-west-1", []]);
    // What a template imports, exports or looks up would tie it to others.
    expect(JSON.stringify(template)).not.toMatch(/Fn::ImportValue|"Outputs"|dummy-value/);
  });

  it("tags all that it makes with the file's tags and its own name", async () => {
    const { resources } = await synthesizeOne(small({ tags: { team: "data", cost: "42" } }));
    const tagged = Object.values(resources).flatMap(({ Type, Properties }) =>
      "Tags" in Properties ? [[Type, Properties["Tags"]]] : [],
    );
    const tags = [
      { Key: "cost", Value: "42" },
      { Key: "fabric", Value: "retail" },
      { Key: "team", Value: "data" },
    ];
    expect(tagged.filter(([, each]) => JSON.stringify(each) !== JSON.stringify(tags))).toEqual([]);
    expect(new Set(tagged.map(([type]) => type))).toEqual(
      new Set([
        "AWS::CloudWatch::Alarm",
        "AWS::IAM::Role",
        "AWS::Lambda::EventSourceMapping",
        "AWS::Lambda::Function",
        "AWS::Logs::LogGroup",
        "AWS::SNS::Topic",
        "AWS::SQS::Queue",
      ]),
    );
  });

  it("of 200 hops is several stacks, each within what CloudFormation takes, made one after the other", async () => {
    const stacks = await synthesize(manyHops(200, 60));
    expect(stacks.map(({ name, after }) => [name, after])).toEqual([
      ["retail", []],
      ["retail-Stack-2", ["retail"]],
      ["retail-Stack-3", ["retail-Stack-2"]],
      ["retail-Stack-4", ["retail-Stack-3"]],
      ["retail-Stack-5", ["retail-Stack-4"]],
    ]);
    for (const { resources, template } of stacks) {
      expect(Object.keys(resources).length).toBeLessThanOrEqual(MOST_RESOURCES);
      expect(JSON.stringify(template, undefined, 1).length).toBeLessThan(MOST_TEMPLATE_BYTES);
    }
    expect(stacks.flatMap((stack) => ofType(stack, "Lambda::Function"))).toHaveLength(200);
    expect(stacks.map((stack) => ofType(stack, "SNS::Topic").length)).toEqual([1, 0, 0, 0, 0]);
  });

  it("makes again what it made before, stack by stack, when a hop is taken out", async () => {
    const all = manyHops(60);
    const stacks = stacksToRemember(stackPlans(await deployment(all), emptyLock("retail")));
    const [gone] = all.hops.keys();
    const less = { ...all, hops: new Map([...all.hops].filter(([name]) => name !== gone)) };
    const kept = async (fabric: typeof all) =>
      (await synthesize(fabric, { stacks })).map((stack) => [
        stack.name,
        ofType(stack, "Lambda::Function")
          .map(({ FunctionName }) => FunctionName)
          .filter((name) => name !== `retail--${gone}`),
      ]);
    expect(await kept(less)).toEqual(await kept(all));
  });

  it("stays within 500 resources a stack, whatever the fabric", async () => {
    await forSoundFabrics(async (fabric) => {
      for (const { resources } of await synthesize(fabric))
        expect(Object.keys(resources).length).toBeLessThan(MOST_RESOURCES);
    }, 20);
  });

  it("is refused without the lock that says whom roles trust, and names the links", async () => {
    const plans = await deployment(small());
    expect(untrusted(plans, emptyLock("retail"))).toEqual(["retail/back"]);
    await expect(synthesize(small(), { serviceAccounts: {} })).rejects.toThrow(
      "the lock of fabric retail does not know the service account of retail/back, whose role in AWS must trust it: run hopspan deploy, which makes the Google half first and writes the lock",
    );
  });
});
