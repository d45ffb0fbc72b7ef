import { expect } from "vitest";
import { type Check, docs, errorOf, restApi } from "./check.ts";

const ERRORS = "https://cloud.google.com/apis/design/errors#error_model";

/** What REST asks of paths, queries and single methods. */
export const restMethodChecks: readonly Check[] = [
  {
    name: "PATCH changes what the mask names",
    says: restApi("projects.subscriptions/patch"),
    async run({ rest, subscription }) {
      const { subscription: name } = await subscription();
      const change = { subscription: { ackDeadlineSeconds: 77 }, updateMask: "ackDeadlineSeconds" };
      const { status, body } = await rest("PATCH", name, change);
      expect([status, body["ackDeadlineSeconds"]]).toEqual([200, 77]);
    },
  },
  {
    name: "lists take their page size from the query",
    says: restApi("projects.topics/list"),
    async run({ rest, topic, project }) {
      for (let n = 0; n < 3; n++) await topic();
      const { body } = await rest("GET", `projects/${project}/topics?pageSize=2`);
      expect((body["topics"] as readonly unknown[]).length).toBe(2);
      const next = await rest("GET", `projects/${project}/topics?pageSize=2&pageToken=${body["nextPageToken"]}`);
      expect((next.body["topics"] as readonly unknown[]).length).toBe(1);
    },
  },
  {
    name: "an unknown name in a query is refused",
    says: "https://cloud.google.com/apis/docs/system-parameters",
    async run({ rest, project }) {
      expect(errorOf(await rest("GET", `projects/${project}/topics?colour=red`))).toEqual([
        400,
        400,
        "INVALID_ARGUMENT",
      ]);
    },
  },
  {
    name: "parameters that every Google API has are taken in a query",
    says: "https://cloud.google.com/apis/docs/system-parameters",
    async run({ rest, project }) {
      expect((await rest("GET", `projects/${project}/topics?alt=json&prettyPrint=false&key=x`)).status).toBe(200);
    },
  },
  {
    name: "what exists already answers 409",
    says: ERRORS,
    async run({ rest, topic }) {
      expect(errorOf(await rest("PUT", await topic(), {}))).toEqual([409, 409, "ALREADY_EXISTS"]);
    },
  },
  {
    name: "a path that is no method's answers 404",
    says: ERRORS,
    async run({ rest, topic }) {
      expect((await rest("POST", `${await topic()}:paint`, {})).status).toBe(404);
    },
  },
  {
    name: "an empty publish answers 400 as it does over gRPC",
    says: restApi("projects.topics/publish"),
    async run({ rest, topic }) {
      expect(errorOf(await rest("POST", `${await topic()}:publish`, {}))).toEqual([400, 400, "INVALID_ARGUMENT"]);
    },
  },
  {
    name: "a schema is made by its ID in the query and itself as the body",
    says: restApi("projects.schemas/create"),
    async run({ rest, project }) {
      const definition = '{"type":"string"}';
      const path = `projects/${project}/schemas?schemaId=shape`;
      const { status, body } = await rest("POST", path, { type: "AVRO", definition });
      expect([status, body]).toEqual([
        200,
        {
          name: `projects/${project}/schemas/shape`,
          type: "AVRO",
          definition,
          revisionId: expect.any(String),
          revisionCreateTime: expect.any(String),
        },
      ]);
    },
  },
  {
    name: "a seek takes its time as text",
    says: restApi("projects.subscriptions/seek"),
    async run({ rest, subscription, publish, pull }) {
      const { topic, subscription: name } = await subscription();
      await publish(topic, "a");
      const time = new Date(Date.now() + 3_600_000).toISOString();
      expect(await rest("POST", `${name}:seek`, { time })).toEqual({ status: 200, body: {} });
      expect(await pull(name)).toEqual([]);
    },
  },
  {
    name: "a policy is set and shown in JSON",
    says: docs("reference/rest/v1/projects.topics/setIamPolicy"),
    async run({ rest, topic }) {
      const path = await topic();
      const bindings = [{ role: "roles/pubsub.viewer", members: ["allUsers"] }];
      expect((await rest("POST", `${path}:setIamPolicy`, { policy: { bindings } })).body).toMatchObject({ bindings });
      expect((await rest("GET", `${path}:getIamPolicy`)).body).toMatchObject({ bindings });
    },
  },
];
