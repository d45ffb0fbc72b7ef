import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { forSoundFabrics } from "../../support/arbitrary-fabric.ts";
import { guard } from "../../support/cfn-guard.ts";
import { aHalf, halfOf } from "../gcp/a-half.ts";

const rules = join(import.meta.dirname, "../../../infra/rules/gcp");

/** With a part of every kind that a rule speaks of. */
const endpoints = {
  orders: { sqs: "orders" },
  feed: {
    pubsub: "order-feed",
    schema: "order-row",
    landsIn: { bigquery: { table: "shop.orders", key: ["order_id"] } },
  },
  archive: { pubsub: "archive", landsIn: { gcs: { bucket: "shop-archive" } } },
  scores: { pubsub: "scores" },
  inbox: { sqs: "inbox" },
};
const hops = { export: { from: "orders", to: "feed" }, return: { from: "scores", to: "inbox" } };

type Document = { resource: Record<string, Record<string, object>> };
let sound: Document;
beforeAll(async () => {
  sound = (await aHalf(endpoints, hops)).json as Document;
});

/** The half with one value of one resource changed; `undefined` takes it away. */
function broken(address: string, path: string, value: unknown): Document {
  const document = structuredClone(sound);
  const [type = "", id = ""] = address.split(/\.(?=[^.]*$)/);
  const keys = path.split("/");
  const last = keys.pop() ?? "";
  const found = document.resource[type]?.[id];
  if (found === undefined) throw new Error(`no ${address} to break`);
  const at = keys.reduce<object>((inner, key) => Reflect.get(inner, key) as object, found);
  if (value === undefined) Reflect.deleteProperty(at, last);
  else Reflect.set(at, last, value);
  return document;
}

function having(type: string, resource: object): Document {
  const document = structuredClone(sound);
  return { ...document, resource: { ...document.resource, [type]: { added: resource } } };
}

const PUSH = "google_pubsub_subscription.push_return";
const FUNCTION = "google_cloudfunctions2_function.function_return";
const PROVIDER = "google_iam_workload_identity_pool_provider.provider_111122223333";

/** Each rule with what breaks it, and it alone. */
const breaks: Readonly<Record<string, () => Document>> = {
  push_authenticates: () => broken(PUSH, "push_config/oidc_token", undefined),
  push_goes_to_a_function: () => broken(PUSH, "push_config/push_endpoint", "https://example.org"),
  subscription_never_expires: () => broken(PUSH, "expiration_policy/ttl", "2678400s"),
  subscription_has_dead_letters: () => broken(PUSH, "dead_letter_policy", undefined),
  dead_letters_are_kept_for_31_days: () =>
    broken("google_pubsub_subscription.keeper_return_dead", "message_retention_duration", "604800s"),
  field_without_a_column_is_not_dropped: () =>
    broken("google_pubsub_subscription.lands_feed", "bigquery_config/drop_unknown_fields", true),
  no_member_without_a_name: () =>
    broken("google_pubsub_topic_iam_member.grant_export_topic_feed", "member", "allAuthenticatedUsers"),
  no_right_takes_another_away: () => having("google_pubsub_topic_iam_binding", { role: "roles/pubsub.publisher" }),
  no_broad_role: () => broken("google_pubsub_topic_iam_member.grant_export_topic_feed", "role", "roles/pubsub.admin"),
  nobody_but_builds_asks_the_project: () =>
    broken("google_project_iam_member.build_log", "member", `\${google_service_account.account_return.member}`),
  project_is_asked_for_logs_and_sources_only: () =>
    broken("google_project_iam_member.build_copy", "condition", undefined),
  no_key_is_made: () => having("google_service_account_key", { service_account_id: "x" }),
  pool_lets_named_roles_in: () => broken(PROVIDER, "attribute_condition", undefined),
  nobody_but_pushes_calls_a_function: () =>
    broken("google_cloud_run_v2_service_iam_member.invoker_return", "member", "user:someone@example.org"),
  pubsub_makes_tokens_of_pushes_only: () =>
    broken("google_service_account_iam_member.push_token", "service_account_id", "projects/p/serviceAccounts/other"),
  function_is_reached_from_inside_only: () => broken(FUNCTION, "service_config/ingress_settings", "ALLOW_ALL"),
  function_runs_as_itself: () =>
    broken(FUNCTION, "service_config/service_account_email", `\${google_service_account.build.email}`),
  function_is_built_by_its_builder: () => broken(FUNCTION, "build_config/service_account", undefined),
  function_holds_no_secret: () => broken(FUNCTION, "service_config/environment_variables/API_KEY", "x"),
  bucket_is_private: () => broken("google_storage_bucket.sources", "public_access_prevention", "inherited"),
  objects_do_not_go_with_the_fabric: () => broken("google_storage_bucket.bucket_shop-archive", "force_destroy", true),
  rows_do_not_go_with_the_dataset: () =>
    broken("google_bigquery_dataset.dataset_shop", "delete_contents_on_destroy", true),
  keyed_table_is_clustered_by_its_key: () => broken("google_bigquery_table.table_feed", "clustering", []),
};

describe("the rules for terraform", () => {
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
      expect((await guard(rules, (await halfOf(each)).json)).broken).toEqual([]);
    }, 10);
  });
});
