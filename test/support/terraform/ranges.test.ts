import { describe, expect, it } from "vitest";
import { known } from "./google/known.ts";
import { UNKNOWN, type Values, written } from "./schema/value.ts";

const refused = (type: string, values: Values): readonly string[] =>
  known(type)
    .rules.flatMap((rule) => rule(values))
    .map(({ at }) => written(at));

const subscription = { name: "orders" };
const called = (config: Values) => ({ name: "orders", service_config: [config] });
const push = [{ push_endpoint: "https://orders.run.app" }];
const dead = { dead_letter_topic: "projects/p/topics/dead" };

/** What is allowed just so, and what is just not, at the same place. */
const edges: readonly [string, string, readonly Values[], readonly Values[]][] = [
  [
    "google_pubsub_topic",
    "name",
    [{ name: "abc" }, { name: "a".repeat(255) }],
    [{ name: "ab" }, { name: "a".repeat(256) }, { name: "1abc" }, { name: "google" }],
  ],
  [
    "google_pubsub_topic",
    "message_retention_duration",
    ["600s", "2678400s"].map(retention),
    ["599s", "2678401s", "600", "10m"].map(retention),
  ],
  ["google_pubsub_subscription", "ack_deadline_seconds", [10, 600].map(ack), [9, 601].map(ack)],
  ["google_pubsub_subscription", "expiration_policy[0].ttl", ["", "86400s"].map(ttl), ["86399s", "never"].map(ttl)],
  [
    "google_pubsub_subscription",
    "retry_policy[0].minimum_backoff",
    ["0s", "0.5s", "600s"].map(backoff),
    ["601s", "1"].map(backoff),
  ],
  [
    "google_pubsub_subscription",
    "dead_letter_policy[0].max_delivery_attempts",
    [5, 100].map(attempts),
    [4, 101].map(attempts),
  ],
  [
    "google_pubsub_subscription",
    "dead_letter_policy[0]",
    [{ ...subscription, dead_letter_policy: [dead] }],
    [{ ...subscription, dead_letter_policy: [{ max_delivery_attempts: 5 }] }],
  ],
  [
    "google_pubsub_subscription",
    "filter",
    [{ ...subscription, filter: "é".repeat(128) }],
    [{ ...subscription, filter: "é".repeat(129) }],
  ],
  [
    "google_pubsub_subscription",
    "enable_exactly_once_delivery",
    [{ ...subscription, enable_exactly_once_delivery: true }],
    [{ ...subscription, enable_exactly_once_delivery: true, push_config: push }],
  ],
  [
    "google_pubsub_subscription",
    "bigquery_config",
    [{ ...subscription, push_config: push, bigquery_config: [] }],
    [{ ...subscription, push_config: push, bigquery_config: [{ table: "t" }] }],
  ],
  [
    "google_pubsub_subscription",
    "push_config[0].push_endpoint",
    [{ ...subscription, push_config: push }],
    [{ ...subscription, push_config: [{ push_endpoint: "http://orders" }] }],
  ],
  [
    "google_service_account",
    "account_id",
    ["abcdef", "a".repeat(30)].map(account),
    ["abcde", "a".repeat(31), "1bcdef", "abcdef-", "Abcdef"].map(account),
  ],
  [
    "google_iam_workload_identity_pool",
    "workload_identity_pool_id",
    ["abcd", "a".repeat(32)].map(pool),
    ["abc", "a".repeat(33), "gcp-pool", "a_bcd"].map(pool),
  ],
  [
    "google_iam_workload_identity_pool_provider",
    "attribute_mapping",
    [mapping({ "google.subject": "assertion.arn" })],
    [mapping({ "attribute.role": "x" }), mapping({ subject: "x", "google.subject": "x" })],
  ],
  [
    "google_cloudfunctions2_function",
    "name",
    [{ name: "a".repeat(63) }],
    [{ name: "a".repeat(64) }, { name: "a-" }, { name: "A" }],
  ],
  [
    "google_cloudfunctions2_function",
    "service_config[0].timeout_seconds",
    [1, 3600].map((seconds) => called({ timeout_seconds: seconds })),
    [0, 3601].map((seconds) => called({ timeout_seconds: seconds })),
  ],
  [
    "google_cloudfunctions2_function",
    "service_config[0].environment_variables",
    [called({ environment_variables: { HOPSPAN_LINK: "{}" } })],
    ["PORT", "K_SERVICE", "X_GOOGLE_ID", "1A", "A-B"].map((name) => called({ environment_variables: { [name]: "" } })),
  ],
  [
    "google_cloudfunctions2_function",
    "service_config[0].max_instance_request_concurrency",
    [called({ available_cpu: "1", max_instance_request_concurrency: 80 })],
    [
      called({ available_cpu: "0.5", max_instance_request_concurrency: 80 }),
      called({ max_instance_request_concurrency: 1001 }),
    ],
  ],
  [
    "google_pubsub_topic_iam_member",
    "member",
    ["serviceAccount:a@b", "principalSet://iam.googleapis.com/p", "allUsers"].map(member),
    ["a@b", "serviceAccount:a", "robot:a@b"].map(member),
  ],
  [
    "google_pubsub_topic_iam_member",
    "role",
    ["roles/pubsub.publisher", "projects/p/roles/own"].map(role),
    ["publisher", "pubsub.publisher"].map(role),
  ],
  [
    "google_storage_bucket_object",
    "",
    [{ name: "a", source: "a" }],
    [{ name: "a" }, { name: "a", source: "a", content: "a" }],
  ],
  ["google_bigquery_table", "schema", [{ schema: "[]" }], [{ schema: "[" }]],
  [
    "google_storage_bucket",
    "labels",
    [{ labels: { fabric: "retail" } }, { labels: many(64) }],
    [{ labels: { Fabric: "a" } }, { labels: { fabric: "A" } }, { labels: many(65) }],
  ],
];

function retention(value: string) {
  return { name: "orders", message_retention_duration: value };
}
function ack(value: number) {
  return { ...subscription, ack_deadline_seconds: value };
}
function ttl(value: string) {
  return { ...subscription, expiration_policy: [{ ttl: value }] };
}
function backoff(value: string) {
  return { ...subscription, retry_policy: [{ minimum_backoff: value }] };
}
function attempts(value: number) {
  return { ...subscription, dead_letter_policy: [{ ...dead, max_delivery_attempts: value }] };
}
function account(value: string) {
  return { account_id: value };
}
function pool(value: string) {
  return { workload_identity_pool_id: value };
}
function mapping(value: Values) {
  return { attribute_mapping: value, oidc: [{ issuer_uri: "https://x" }] };
}
function member(value: string) {
  return { member: value };
}
function role(value: string) {
  return { role: value };
}
function many(count: number) {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`l${index}`, ""]));
}

describe("what is known of Google's types", () => {
  it.each(edges)("%s: what is allowed of %s ends where it says", (type, at, allowed, denied) => {
    expect(allowed.map((values) => refused(type, values))).toEqual(allowed.map(() => []));
    expect(denied.map((values) => refused(type, values))).toEqual(denied.map(() => [at]));
  });

  it("refuses nothing that is unknown yet", () => {
    expect(
      refused("google_pubsub_subscription", { name: UNKNOWN, ack_deadline_seconds: UNKNOWN, push_config: UNKNOWN }),
    ).toEqual([]);
  });

  it("holds of any type that names and places are fixed", () => {
    expect(known("google_dns_managed_zone").fixed).toEqual(["name", "project", "location", "region", "zone"]);
  });
});
