import { describe, expect, it } from "vitest";
import { aStack } from "./a-stack.ts";
import { aWideStack } from "./a-wide-stack.ts";
import { faults } from "./faults.ts";
import { readStack, type Stack } from "./walk/stack.ts";
import { walkSchema } from "./walk/walk-schema.ts";

const walk = (resource: NonNullable<Stack["resource"]>): readonly string[] => walkSchema({ resource });
const reference = (to: string) => `\${${to}}`;
const topic = { google_pubsub_topic: { t: { name: "orders" } } };

describe("a walk through a stack", () => {
  it("finds nothing in a stack without a fault", () => {
    expect(walkSchema(readStack(aStack()))).toEqual([]);
  });

  it("finds nothing in a stack with one of everything", () => {
    expect(walkSchema(readStack(aWideStack()))).toEqual([]);
  });

  it.each(faults)("finds $what", ({ make, walk }) => {
    expect(walkSchema(readStack(aStack(make)))).toEqual(walk);
  });

  it("finds every fault at once, in the order of the stack", () => {
    expect(walk({ google_pubsub_topic: { a: { nme: "orders" }, b: { name: "b" } }, google_gone: { c: {} } })).toEqual([
      "google_pubsub_topic.a.nme: is not known there",
      "google_pubsub_topic.a.name: is missing",
      'google_pubsub_topic.b.name: expected 3 to 255 letters, digits or -._~+%, from a letter on, without goog in front, got "b"',
      "google_gone.c: google_gone is not known to the provider",
    ]);
  });

  it("converts as terraform does", () => {
    const subscription = {
      name: "orders",
      topic: reference("google_pubsub_topic.t.id"),
      ack_deadline_seconds: "60",
      enable_message_ordering: "true",
      labels: { attempts: 5 },
      timeouts: { create: "5m" },
    };
    expect(walk({ ...topic, google_pubsub_subscription: { s: subscription } })).toEqual([]);
  });

  it("finds a block that an expression is to make, and a required one that is not there", () => {
    expect(
      walk({
        google_secret_manager_secret: { s: { secret_id: "key" } },
        google_pubsub_topic: { t: { name: "orders", schema_settings: reference("var.schema") } },
      }),
    ).toEqual([
      "google_secret_manager_secret.s.replication: is missing",
      "google_pubsub_topic.t.schema_settings: takes a block, as an object or a list of objects",
    ]);
  });

  it("follows references through lists, sets and maps", () => {
    const outputs = (value: string) =>
      walkSchema({
        resource: {
          google_cloudfunctions2_function: { f: { name: "f", location: "x", service_config: { timeout_seconds: 5 } } },
          google_pubsub_topic: { t: { name: "orders", count: 2 } },
          google_artifact_registry_repository: { r: { format: "DOCKER", repository_id: "r" } },
        },
        output: { o: { value: reference(value) } },
      });
    const called = "google_cloudfunctions2_function.f";
    expect([
      ...outputs(`${called}.service_config[0].uri`),
      ...outputs(`${called}.service_config[*].uri`),
      ...outputs(`${called}.terraform_labels["fabric"]`),
      ...outputs("google_pubsub_topic.t[1].id"),
    ]).toEqual([]);
    expect([
      ...outputs(`${called}.service_config.uri`),
      ...outputs(`${called}.service_config[0].url`),
      ...outputs(`${called}.name.first`),
      ...outputs("google_pubsub_topic.t.id"),
      ...outputs("google_artifact_registry_repository.r.cleanup_policies[0].id"),
    ]).toEqual([
      `output.o.value: refers to ${called}.service_config.uri, which is a list: name an element`,
      `output.o.value: refers to ${called}.service_config[0].url, which is not there`,
      `output.o.value: refers to ${called}.name, which has nothing within it`,
      "output.o.value: refers to google_pubsub_topic.t.id, which is a list: name an element",
      "output.o.value: refers to an element of google_artifact_registry_repository.r.cleanup_policies, which is a set and has no order",
    ]);
  });

  it("knows the provider's own configuration, and no other provider", () => {
    expect(walkSchema({ provider: { google: [{ projekt: "retail", alias: "other" }], aws: [{}] } })).toEqual([
      "provider.google.projekt: is not known there",
      "provider.aws: is not known: only google is",
    ]);
  });
});
