import { describe, expect, it } from "vitest";
import { providerSchema, schemaOf } from "./schema/schemas.ts";

const required = { required: true, optional: false, computed: false };
const optional = { required: false, optional: true, computed: false };
const filled = { required: false, optional: true, computed: true };
const told = { required: false, optional: false, computed: true };

describe("a schema that is read off the bindings", () => {
  it("has the attributes and blocks of a resource", () => {
    expect(schemaOf("resource", "google_pubsub_topic_iam_member")).toEqual({
      attributes: {
        etag: { type: "string", ...told },
        id: { type: "string", ...filled },
        member: { type: "string", ...required },
        project: { type: "string", ...filled },
        role: { type: "string", ...required },
        topic: { type: "string", ...required },
      },
      blocks: {
        condition: {
          nesting: "list",
          least: 0,
          most: 1,
          block: {
            attributes: {
              description: { type: "string", ...optional },
              expression: { type: "string", ...required },
              title: { type: "string", ...required },
            },
            blocks: {},
          },
        },
      },
    });
  });

  it("tells lists, sets and maps, and single blocks, apart", () => {
    const topic = schemaOf("resource", "google_pubsub_topic");
    expect(topic?.attributes["labels"]).toEqual({ type: ["map", "string"], ...optional });
    expect(topic?.attributes["effective_labels"]).toEqual({ type: ["map", "string"], ...told });
    expect(topic?.blocks["message_storage_policy"]?.block.attributes["allowed_persistence_regions"]).toEqual({
      type: ["set", "string"],
      ...required,
    });
    expect(topic?.blocks["timeouts"]).toMatchObject({ nesting: "single", least: 0, most: 0 });
    expect(topic?.blocks["message_transforms"]).toMatchObject({ nesting: "list", least: 0, most: 0 });
    const images = schemaOf("resource", "google_artifact_registry_repository");
    expect(images?.blocks["cleanup_policies"]).toMatchObject({ nesting: "set", least: 0, most: 0 });
    const secret = schemaOf("resource", "google_secret_manager_secret");
    expect(secret?.blocks["replication"]).toMatchObject({ nesting: "list", least: 1, most: 1 });
  });

  it("has what is only told as lists of objects", () => {
    const policy = schemaOf("resource", "google_monitoring_alert_policy");
    expect(policy?.attributes["creation_record"]).toEqual({
      type: ["list", ["object", { mutate_time: "string", mutated_by: "string" }]],
      ...told,
    });
  });

  it("knows which optional attributes Google fills in, where that is written down", () => {
    const called = schemaOf("resource", "google_cloudfunctions2_function")?.blocks["service_config"]?.block.attributes;
    expect([called?.["available_cpu"], called?.["vpc_connector"], called?.["uri"]]).toEqual([
      { type: "string", ...filled },
      { type: "string", ...optional },
      { type: "string", ...told },
    ]);
  });

  it("keeps resources and data sources of one name apart", () => {
    expect(schemaOf("data", "google_project")?.attributes["number"]).toEqual({ type: "string", ...told });
    expect(schemaOf("resource", "google_project")?.attributes["project_id"]).toEqual({ type: "string", ...required });
    expect(schemaOf("data", "google_cloud_scheduler_job")).toBeUndefined();
  });

  it("is made once per process, and is none for a type that the bindings don't have", () => {
    expect(schemaOf("resource", "google_pubsub_topic")).toBe(schemaOf("resource", "google_pubsub_topic"));
    expect(schemaOf("resource", "google_pubsub_queue")).toBeUndefined();
    expect(schemaOf("resource", "aws_sqs_queue")).toBeUndefined();
    expect(schemaOf("resource", "google_../provider")).toBeUndefined();
  });

  it("has the plain attributes of the provider itself", () => {
    const { attributes, blocks } = providerSchema();
    expect(attributes).toMatchObject({
      project: { type: "string", ...optional },
      scopes: { type: ["list", "string"], ...optional },
      default_labels: { type: ["map", "string"], ...optional },
      user_project_override: { type: "bool", ...optional },
    });
    expect([attributes["alias"], attributes["batching"], blocks]).toEqual([undefined, undefined, {}]);
  });
});
