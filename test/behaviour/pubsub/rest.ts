import { expect } from "vitest";
import { type Check, errorOf, restApi } from "./check.ts";

const ERRORS = "https://cloud.google.com/apis/design/errors#error_model";
const JSON_FORM = "https://protobuf.dev/programming-guides/json/";

type Run = Parameters<Check["run"]>[0];

/** The REST API, on the same port. */
export const restChecks: readonly Check[] = [
  {
    name: "PUT makes a topic, GET shows it, DELETE takes it away",
    says: restApi("projects.topics/create"),
    async run({ rest, name }) {
      const path = name("topics");
      expect(await rest("PUT", path, { labels: { a: "b" } })).toMatchObject({
        status: 200,
        body: { name: path, labels: { a: "b" } },
      });
      expect((await rest("GET", path)).body).toMatchObject({ name: path, labels: { a: "b" } });
      expect(await rest("DELETE", path)).toEqual({ status: 200, body: {} });
      expect(errorOf(await rest("GET", path))).toEqual([404, 404, "NOT_FOUND"]);
    },
  },
  {
    name: "a message is published, pulled and acknowledged in JSON",
    says: restApi("projects.topics/publish"),
    async run({ rest, subscription }) {
      const { topic, subscription: name } = await subscription();
      const messages = [{ data: "AP+A", attributes: { a: "b" }, orderingKey: "k" }];
      const { body } = await rest("POST", `${topic}:publish`, { messages });
      const [messageId] = body["messageIds"] as readonly string[];
      const pulled = await rest("POST", `${name}:pull`, { maxMessages: 1 });
      const [{ ackId, message }] = pulled.body["receivedMessages"] as [{ ackId: string; message: object }];
      expect(message).toMatchObject({ ...messages[0], messageId, publishTime: expect.stringMatching(/^\d{4}-.*Z$/) });
      expect(await rest("POST", `${name}:acknowledge`, { ackIds: [ackId] })).toEqual({ status: 200, body: {} });
      expect(await rest("POST", `${name}:pull`, { maxMessages: 1, returnImmediately: true })).toEqual({
        status: 200,
        body: {},
      });
    },
  },
  {
    name: "a subscription's times stand as seconds with an s",
    says: restApi("projects.subscriptions"),
    async run({ rest, topic, name }) {
      const fields = {
        topic: await topic(),
        messageRetentionDuration: "1200s",
        retryPolicy: { minimumBackoff: "1.500s" },
      };
      const { status, body } = await rest("PUT", name("subscriptions"), fields);
      expect([status, body["messageRetentionDuration"], body["retryPolicy"]]).toEqual([
        200,
        "1200s",
        { minimumBackoff: "1.500s", maximumBackoff: "600s" },
      ]);
    },
  },
  {
    name: "a field that no message has is refused by its name",
    says: JSON_FORM,
    async run({ rest, name }) {
      const answer = await rest("PUT", name("topics"), { colour: "red" });
      expect(errorOf(answer)).toEqual([400, 400, "INVALID_ARGUMENT"]);
      expect(JSON.stringify(answer.body)).toContain('Unknown name \\"colour\\"');
    },
  },
  {
    name: "a field that an inner message has not is refused by its name and place",
    says: JSON_FORM,
    async run({ rest, topic }) {
      const answer = await rest("POST", `${await topic()}:publish`, { messages: [{ data: "YQ==", colour: "red" }] });
      expect(errorOf(answer)).toEqual([400, 400, "INVALID_ARGUMENT"]);
      expect(JSON.stringify(answer.body)).toContain("messages[0]");
    },
  },
  ...(
    [
      ["data that is not base64", { messages: [{ data: "%%%" }] }],
      ["a list that is none", { messages: { data: "YQ==" } }],
      ["a text that is a number", { messages: [{ data: "YQ==", orderingKey: 5 }] }],
    ] as const
  ).map(([what, body]) => ({
    name: `${what} is refused`,
    says: JSON_FORM,
    async run({ rest, topic }: Run) {
      expect(errorOf(await rest("POST", `${await topic()}:publish`, body))).toEqual([400, 400, "INVALID_ARGUMENT"]);
    },
  })),
  {
    name: "a body that is no JSON is refused",
    says: ERRORS,
    async run({ rest, topic }) {
      expect(errorOf(await rest("POST", `${await topic()}:publish`, "{"))).toEqual([400, 400, "INVALID_ARGUMENT"]);
    },
  },
  {
    name: "names of the definition are taken as well as lowerCamelCase ones",
    says: JSON_FORM,
    async run({ rest, subscription }) {
      const { subscription: name } = await subscription();
      const { status } = await rest("POST", `${name}:pull`, { max_messages: 1, return_immediately: true });
      expect(status).toBe(200);
    },
  },
];
