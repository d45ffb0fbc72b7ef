import { describe, expect, it } from "vitest";
import { asks } from "../../shared/fabric/deployment/asks.ts";
import { deployment } from "../../shared/fabric/deployment/deployment.ts";
import type { Fabric } from "../../shared/fabric/fabric.ts";
import { staged } from "../../shared/fabric/staged.ts";
import { aFullFabric } from "../infra/aws/a-full-fabric.ts";
import { synthesize } from "../infra/aws/a-synth.ts";
import { aHalf, halfOf } from "../infra/gcp/a-half.ts";
import { aFabric } from "../shared/fabric/a-fabric.ts";
import { inBoth } from "../support/wrapped-keys.ts";
import { blocksOf, pages } from "./pages.ts";

const page = "docs/permissions.md";
const text = pages.get(page) ?? "";

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}
/** A whole policy, or one statement to put into another's. */
interface Policy extends Partial<Statement> {
  readonly Statement?: readonly Statement[];
}
const policies = blocksOf("json")
  .filter((block) => block.page === page)
  .map((block) => JSON.parse(block.text) as Policy);
const statementsAlone = policies.filter(({ Statement }) => Statement === undefined);
const actionsOf = ({ Statement = [] }: Policy) => Statement.flatMap(({ Action }) => Action);

const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
const secret = [
  { redact: { fields: ["card"], with: { hash: "pepper" } } },
  { decrypt: { fields: ["name"], with: "card-key" } },
];
const endpoints = {
  orders: { sqs: "orders" },
  rows: { pubsub: "order-rows", schema: "order-row", landsIn: { bigquery: { table: "shop.orders" } } },
  archive: { pubsub: "archive", landsIn: { gcs: { bucket: "shop-archive" } } },
  inbox: { sqs: "inbox" },
};
const hops = {
  out: { from: "orders", to: "rows", transforms: ["order-to-row"] },
  back: { from: "rows", to: ["inbox", "archive"], transforms: secret },
};
const more = {
  gcp,
  secrets: { pepper: { gcp: "pepper" }, "card-key": inBoth },
  alarms: { email: ["ops@example.org"] },
};

describe("the page on permissions", () => {
  it("lets CloudFormation make everything that a fabric has in AWS", async () => {
    const stacks = await synthesize(aFullFabric());
    const services = new Set(
      stacks.flatMap(({ resources }) =>
        Object.values(resources).map(({ Type }) => (Type.split("::")[1] ?? "").toLowerCase()),
      ),
    );
    const allowed = new Set(policies.flatMap(actionsOf).map((action) => action.split(":")[0]));
    expect([...services].filter((service) => !allowed.has(service))).toEqual([]);
  });

  it("lets it make the roles of this fabric alone, and none of another stage's", async () => {
    const resources = policies.flatMap(({ Statement = [] }) => Statement).flatMap(({ Resource }) => Resource);
    const patterns = resources.flatMap((each) => /:role\/(retail.*)\*$/.exec(each)?.[1] ?? []);
    const roles = async (fabric: Fabric) =>
      (await synthesize(fabric)).flatMap(({ name, resources: all }) =>
        Object.entries(all)
          .filter(([, { Type }]) => Type === "AWS::IAM::Role")
          // CloudFormation would cut the name that it makes up itself.
          .map(([id, { Properties }]) => String(Properties["RoleName"] ?? `nameless: ${name} ${id}`)),
      );
    const isAllowed = (role: string) => patterns.some((pattern) => role.startsWith(pattern));
    expect((await roles(aFullFabric())).filter((role) => !isAllowed(role))).toEqual([]);
    expect((await roles(staged(aFullFabric(), "prod"))).filter(isAllowed)).toEqual([]);
    // The longest that a fabric is called in a stage: the pattern in its name instead of `retail`.
    const long = { ...aFullFabric(), name: `retail-${"x".repeat(43)}` };
    const [pattern = "", ...more] = patterns.map((each) => each.replace("retail", long.name));
    expect(more).toEqual([]);
    expect((await roles(long)).filter((role) => !role.startsWith(pattern) || role.length > 64)).toEqual([]);
  });

  it("names a role for everything that a fabric has in Google Cloud, and each service that it enables", async () => {
    const halves = [await aHalf(endpoints, hops, more), await halfOf(aFullFabric())];
    const types = new Set(halves.flatMap(({ all }) => [...all.keys()].map((address) => address.split(".")[0] ?? "")));
    // Members of a topic and of a subscription are spoken of together.
    const spoken = [...types].filter((type) => !/^google_pubsub_(topic|subscription)_iam_member$/.test(type));
    expect(spoken.filter((type) => !text.includes(`\`${type}\``))).toEqual([]);
    const enabled = halves.flatMap(({ of }) => Object.values(of("google_project_service")));
    const services = new Set(enabled.map(({ service }) => String(service).replace(".googleapis.com", "")));
    expect([...services].filter((service) => !text.includes(`\`${service}\``))).toEqual([]);
  });

  it("gives by the project only the two roles that it says", async () => {
    const { of } = await aHalf(endpoints, hops, more);
    const roles = Object.values(of("google_project_iam_member")).map(({ role }) => String(role));
    expect(roles.toSorted()).toEqual(["roles/logging.logWriter", "roles/storage.objectViewer"]);
    for (const role of roles) expect(text).toContain(`\`${role}\``);
  });

  it("shows a policy for others' queues by the very role that a function has", async () => {
    const payments = { sqs: "payments", account: "444455556666", existing: true };
    const fabric = aFabric(
      { payments, feed: { pubsub: "feed" } },
      { collect: { from: "payments", to: "feed" } },
      { gcp },
    );
    const [stack] = await synthesize(fabric);
    const role = Object.values(stack?.resources ?? {}).find(({ Type }) => Type === "AWS::IAM::Role");
    const [shown] = statementsAlone;
    expect(asks(await deployment(fabric)).map(({ statement }) => statement)).toEqual([shown]);
    expect(shown).toMatchObject({
      Resource: "arn:aws:sqs:eu-west-1:444455556666:payments",
      Condition: {
        ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::111122223333:role/${role?.Properties["RoleName"]}` },
      },
    });
    expect(JSON.stringify(role?.Properties["Policies"])).toContain(JSON.stringify(shown?.Action));
  });

  it("shows a policy for a key as plan prints it", async () => {
    const kmsKey = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    const fedBy = { sns: { topic: "arn:aws:sns:eu-west-1:111122223333:orders" } };
    const all = asks(await deployment(aFabric({ orders: { sqs: "orders", kmsKey, fedBy } }, {})));
    expect(all.map(({ statement }) => statement)).toEqual([statementsAlone[1]]);
  });
});
