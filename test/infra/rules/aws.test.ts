import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { aFabric, topic } from "../../shared/fabric/a-fabric.ts";
import { forSoundFabrics } from "../../support/arbitrary-fabric.ts";
import { guard } from "../../support/cfn-guard.ts";
import { type Resource, synthesize, synthesizeOne } from "../aws/a-synth.ts";

const rules = join(import.meta.dirname, "../../../infra/rules/aws");
const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
const aws = {
  account: "111122223333",
  region: "eu-west-1",
  identityIssuer: "https://0a1b2c3d-0000-4000-8000-000000000000.tokens.sts.global.api.aws",
};

/** With a part of every kind that a rule speaks of. */
const fabric = aFabric(
  {
    orders: { sqs: "orders.fifo" },
    events: { sqs: "events", fedBy: { eventBridge: { source: ["shop"] } } },
    feed: topic("feed"),
    inbox: { sqs: "inbox", claimCheck: { bucket: "shop-bodies" } },
  },
  {
    out: { from: "orders", to: "feed", transforms: [{ redact: { fields: ["a"], with: { hash: "pepper" } } }] },
    on: { from: "events", to: "feed" },
    back: { from: "feed", to: "inbox" },
  },
  { aws, gcp, secrets: { pepper: { aws: "/aws/reference/secretsmanager/pepper" } } },
);

type Template = { Resources: Record<string, Resource> };
let sound: Template;
beforeAll(async () => {
  sound = (await synthesizeOne(fabric)).template as Template;
});

type Loose = Record<string, never> & { Statement: Loose[]; PolicyDocument: Loose };
/** The template with the first resource of a type changed, of those that `which` picks. */
function broken(
  type: string,
  change: (properties: Loose) => unknown,
  which: (properties: Loose) => boolean = () => true,
  whole = false,
) {
  const template = structuredClone(sound);
  const found = Object.values(template.Resources).find(
    ({ Type, Properties }) => Type === `AWS::${type}` && which(Properties as Loose),
  );
  if (found === undefined) throw new Error(`no ${type} to break`);
  change((whole ? found : found.Properties) as Loose);
  return template;
}

const set = (path: string, value: unknown) => (properties: object) => {
  const keys = path.split("/");
  const last = keys.pop() ?? "";
  const at = keys.reduce<object>((inner, key) => Reflect.get(inner, key) as object, properties);
  if (value === undefined) Reflect.deleteProperty(at, last);
  else Reflect.set(at, last, value);
};

const RIGHT = "Policies/0/PolicyDocument/Statement/0";
const TRUST = "AssumeRolePolicyDocument/Statement/0";
const isDead = (properties: object) => "RedriveAllowPolicy" in properties;
const isFifo = (properties: object) => "FifoQueue" in properties;
const isNamed = (name: string) => (properties: object) => Reflect.get(properties, "RoleName") === name;
const asksForToken = (properties: object) => JSON.stringify(properties).includes("sts:GetWebIdentityToken");

/** Each rule with what breaks it, and it alone. */
const breaks: Readonly<Record<string, () => Template>> = {
  queue_has_dead_letters: () =>
    broken("SQS::Queue", set("RedrivePolicy", undefined), (each) => "RedrivePolicy" in each),
  dead_letters_are_kept_for_14_days: () => broken("SQS::Queue", set("MessageRetentionPeriod", 345_600), isDead),
  dead_letters_come_from_named_queues: () =>
    broken("SQS::Queue", set("RedriveAllowPolicy/redrivePermission", "allowAll"), isDead),
  queue_is_encrypted: () => broken("SQS::Queue", set("SqsManagedSseEnabled", false)),
  fifo_queue_is_fast_per_group: () => broken("SQS::Queue", set("FifoThroughputLimit", "perQueue"), isFifo),
  no_wildcard_in_an_action: () => broken("IAM::Role", set(`${RIGHT}/Action`, ["sqs:SendMessage", "sqs:Get*"])),
  no_wildcard_in_a_resource: () =>
    broken("IAM::Role", set(`${RIGHT}/Resource`, "arn:aws:sqs:eu-west-1:111122223333:*")),
  token_is_for_one_audience: () =>
    broken(
      "IAM::Role",
      ({ Policies }) => {
        const [{ PolicyDocument }] = Policies as unknown as [{ PolicyDocument: { Statement: { Action: string }[] } }];
        for (const statement of PolicyDocument.Statement)
          if (statement.Action === "sts:GetWebIdentityToken") Reflect.deleteProperty(statement, "Condition");
      },
      asksForToken,
    ),
  no_managed_policy: () =>
    broken("IAM::Role", set("ManagedPolicyArns", ["arn:aws:iam::aws:policy/AmazonSQSFullAccess"])),
  no_stranger_takes_on_a_role: () =>
    broken("IAM::Role", set(`${TRUST}/Principal`, { AWS: "arn:aws:iam::111122223333:root" })),
  google_function_is_pinned: () =>
    broken(
      "IAM::Role",
      set(`${TRUST}/Condition/StringEquals/accounts.google.com:oaud`, undefined),
      isNamed("retail--back"),
    ),
  no_talk_without_tls: () => broken("SQS::QueuePolicy", ({ PolicyDocument }) => PolicyDocument.Statement.splice(0, 1)),
  no_sender_without_a_name: () =>
    broken(
      "SQS::QueuePolicy",
      set("PolicyDocument/Statement/1/Condition", undefined),
      ({ PolicyDocument }) => PolicyDocument.Statement.length > 1,
    ),
  function_runs_as_measured: () => broken("Lambda::Function", set("Architectures", ["x86_64"])),
  function_says_little: () => broken("Lambda::Function", set("LoggingConfig/SystemLogLevel", "INFO")),
  log_ends: () => broken("Logs::LogGroup", set("RetentionInDays", undefined)),
  bucket_is_private: () => broken("S3::Bucket", set("PublicAccessBlockConfiguration/BlockPublicPolicy", false)),
  bucket_is_encrypted: () => broken("S3::Bucket", set("BucketEncryption", undefined)),
  bodies_expire: () => broken("S3::Bucket", set("LifecycleConfiguration/Rules/0/ExpirationInDays", undefined)),
  bodies_do_not_go_with_the_fabric: () => broken("S3::Bucket", set("DeletionPolicy", "Delete"), () => true, true),
  messages_fail_one_by_one: () => broken("Lambda::EventSourceMapping", set("FunctionResponseTypes", undefined)),
};

describe("the rules for CloudFormation", () => {
  it("all speak of a fabric that has a part of every kind, and hold", async () => {
    expect(await guard(rules, sound)).toEqual({ broken: [], kept: Object.keys(breaks).toSorted(), idle: [] });
  });

  it("are each broken by a test of their own", () => {
    const written = readdirSync(rules).flatMap((file) =>
      [...readFileSync(join(rules, file), "utf8").matchAll(/^rule (\w+)/gm)].map(([, name]) => name),
    );
    expect(written.toSorted()).toEqual(Object.keys(breaks).toSorted());
  });

  it.each(Object.entries(breaks))("%s fails where it is broken, and no other does", async (name, breakIt) => {
    expect((await guard(rules, breakIt())).broken).toEqual([name]);
  });

  it("hold in every fabric", async () => {
    await forSoundFabrics(async (each) => {
      for (const { template } of await synthesize(each)) expect((await guard(rules, template)).broken).toEqual([]);
    }, 10);
  });
});
