import { describe, expect, it } from "vitest";
import { topicPath } from "../../../shared/brokers/pubsub/endpoint.ts";
import { forSoundFabrics } from "../../support/arbitrary-fabric.ts";
import { aCiphertext, GOOGLE_KEY, inGoogle } from "../../support/wrapped-keys.ts";
import { aHalf, type Half, halfOf, PROJECT_NUMBER } from "./a-half.ts";

const agent = `serviceAccount:service-${PROJECT_NUMBER}@gcp-sa-pubsub.iam.gserviceaccount.com`;

/** Every right that the half gives, as `ROLE on THING for MEMBER`. */
function given({ all, said }: Half): readonly string[] {
  return [...all]
    .filter(([address]) => /_iam_(member|binding|policy)\./.test(address))
    .map(([, config]) => {
      const { topic, subscription, crypto_key_id, secret_id, service_account_id, name, bucket, repository, project } =
        config;
      const { table_id: table = secret_id ?? crypto_key_id } = config;
      const thing = topic ?? subscription ?? table ?? service_account_id ?? name ?? bucket ?? repository ?? project;
      return `${String(config["role"])} on ${said(thing)} for ${said(config["member"])}`;
    });
}

/** What the plan says, and what Pub/Sub and the builds need: written down here a second time, on purpose. */
function wanted({ deployment: { fabric, gcp, functions, subscriptions, landings } }: Half): readonly string[] {
  const project = gcp?.project ?? "";
  const account = (purpose: string) => `hopspan--${purpose}--${fabric}@${project}.iam.gserviceaccount.com`;
  const plan = functions.flatMap(({ grants }) =>
    grants.flatMap((grant) => (grant.cloud === "gcp" ? [`${grant.role} on ${grant.on.name} for ${grant.member}`] : [])),
  );
  const pushes = subscriptions.flatMap((each) => [
    `roles/pubsub.publisher on ${topicPath(each.deadLetters)} for ${agent}`,
    `roles/pubsub.subscriber on projects/${project}/subscriptions/${each.name} for ${agent}`,
  ]);
  const lands = landings.flatMap(({ to, subscription: name, deadLetters }) => [
    `roles/pubsub.publisher on ${topicPath(deadLetters)} for ${agent}`,
    `roles/pubsub.subscriber on projects/${project}/subscriptions/${name} for ${agent}`,
    ...("table" in to
      ? [`roles/bigquery.dataEditor on ${to.table.table} for ${agent}`]
      : ["roles/storage.objectCreator", "roles/storage.legacyBucketReader"].map(
          (role) => `${role} on ${to.bucket.bucket} for ${agent}`,
        )),
  ]);
  const run = functions.filter(({ cloud }) => cloud === "gcp");
  const calls = run.map(({ name }) => `roles/run.invoker on ${name} for serviceAccount:${account("push")}`);
  const builder = `for serviceAccount:${account("build")}`;
  const once = [
    `roles/iam.serviceAccountOpenIdTokenCreator on projects/${project}/serviceAccounts/${account("push")} for ${agent}`,
    `roles/storage.objectViewer on hopspan--${fabric}--sources--76c746c9 ${builder}`,
    `roles/artifactregistry.writer on hopspan--${fabric} ${builder}`,
    `roles/logging.logWriter on ${project} ${builder}`,
    `roles/storage.objectViewer on ${project} ${builder}`,
  ];
  return [...plan, ...pushes, ...lands, ...calls, ...(run.length === 0 ? [] : once)];
}

describe("the rights of the Google half", () => {
  it("are those of the plan, what Pub/Sub needs, and what builds need: no others", async () => {
    const half = await aHalf(
      { orders: { sqs: "orders" }, feed: { pubsub: "feed" }, scores: { pubsub: "scores" }, inbox: { sqs: "inbox" } },
      { export: { from: "orders", to: "feed" }, return: { from: "scores", to: "inbox" } },
    );
    expect(given(half).toSorted()).toEqual(wanted(half).toSorted());
  });

  it("are so with data keys, whose own keys are called the same in two places", async () => {
    const twin = GOOGLE_KEY.replace("europe-west1", "europe-west4");
    const names = ["one", "two", "three"];
    const secrets = Object.fromEntries(
      names.map((name) => [name, { wrappedBy: inGoogle(aCiphertext(), name === "three" ? twin : GOOGLE_KEY) }]),
    );
    const transforms = [{ decrypt: { fields: ["card"], with: names } }];
    const half = await aHalf(
      { scores: { pubsub: "scores" }, inbox: { sqs: "inbox" } },
      { return: { from: "scores", to: "inbox", transforms } },
      { secrets },
    );
    expect(given(half).toSorted()).toEqual(wanted(half).toSorted());
    expect(Object.keys(half.of("google_kms_crypto_key_iam_member")).length).toBe(2);
    expect(Object.keys(half.of("google_project_service"))).toContain("api_cloudkms");
  });

  it("are so for any fabric, and nobody is let in who has no name", async () => {
    await forSoundFabrics(async (fabric) => {
      const half = await halfOf(fabric);
      const rights = given(half);
      expect(rights.toSorted()).toEqual(wanted(half).toSorted());
      expect(rights.filter((right) => /allUsers|allAuthenticatedUsers/.test(right))).toEqual([]);
    });
  });

  it("let builds read the platform's copies of sources only, where the project is asked", async () => {
    const { of } = await aHalf(
      { scores: { pubsub: "scores" }, inbox: { sqs: "inbox" } },
      { return: { from: "scores", to: "inbox" } },
    );
    // The whole name of the bucket: that of europe-west10 begins as that of europe-west1.
    const copies = `projects/_/buckets/gcf-v2-sources-${PROJECT_NUMBER}-europe-west1`;
    const byProject = Object.values(of("google_project_iam_member")).map(({ role, condition }) => [role, condition]);
    expect(byProject).toEqual([
      [
        "roles/storage.objectViewer",
        {
          title: "sources of functions",
          description: "The bucket that Cloud Run functions copies sources to",
          expression: `resource.name == "${copies}" || resource.name.startsWith("${copies}/")`,
        },
      ],
      ["roles/logging.logWriter", undefined],
    ]);
  });
});
