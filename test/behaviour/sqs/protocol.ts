// The protocol itself, as raw requests: what clients hide.

import { expect } from "vitest";
import { api, type Check, guide } from "./check.ts";
import { countsOf, post, refusal, send } from "./talk.ts";

const JSON_PROTOCOL = guide("sqs-json-faqs");
const QUERY_CODES =
  "https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait";
const COMMON = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html";

export const protocol: readonly Check[] = [
  {
    name: "an answer is JSON of version 1.0, with the request's id",
    says: JSON_PROTOCOL,
    async run(world) {
      const { status, headers, json } = await post(world, "ListQueues", {});
      expect([status, headers.get("content-type"), typeof json]).toEqual([200, "application/x-amz-json-1.0", "object"]);
      expect(headers.get("x-amzn-requestid")).toMatch(/\S/);
    },
  },
  {
    name: "an error names its shape in the body, and its older code in a header",
    says: QUERY_CODES,
    async run(world) {
      const { status, headers, json } = await post(world, "GetQueueUrl", { QueueName: world.name() });
      expect([status, headers.get("x-amzn-query-error"), String(json["__type"]).split("#").at(-1)]).toEqual([
        400,
        "AWS.SimpleQueueService.NonExistentQueue;Sender",
        "QueueDoesNotExist",
      ]);
      expect(typeof json["message"]).toBe("string");
    },
  },
  {
    name: "a queue of another kind has its older code in the header",
    says: QUERY_CODES,
    async run(world) {
      const QueueName = world.name();
      await post(world, "CreateQueue", { QueueName });
      const { headers } = await post(world, "CreateQueue", { QueueName, Attributes: { DelaySeconds: "7" } });
      expect(headers.get("x-amzn-query-error")).toBe("QueueAlreadyExists;Sender");
    },
  },
  {
    name: "a refused batch has its older code in the header",
    says: QUERY_CODES,
    async run(world) {
      const { headers } = await post(world, "SendMessageBatch", { QueueUrl: await world.queue(), Entries: [] });
      expect(headers.get("x-amzn-query-error")).toBe("AWS.SimpleQueueService.EmptyBatchRequest;Sender");
    },
  },
  {
    name: "members that are not known are passed over",
    says: JSON_PROTOCOL,
    open: "what becomes of them: the protocol's own specification tells servers to pass them over",
    async run(world) {
      const { status } = await post(world, "ListQueues", { Colour: "red", QueueNamePrefix: world.name() });
      expect(status).toBe(200);
    },
  },
  {
    name: "a member that is null is as one that is not there",
    says: JSON_PROTOCOL,
    open: "what null means: the protocol's own specification tells servers to take it so",
    async run(world) {
      const QueueUrl = await world.queue();
      const sent = { QueueUrl, MessageBody: "x", DelaySeconds: null, MessageAttributes: null };
      expect((await post(world, "SendMessage", sent)).status).toBe(200);
    },
  },
  {
    name: "a member that is undefined in an answer is left out",
    says: JSON_PROTOCOL,
    async run(world) {
      const { text } = await post(world, "SendMessage", { QueueUrl: await world.queue(), MessageBody: "x" });
      expect(text).not.toMatch(/null/);
    },
  },
  ...(
    [
      ["a text for a number", { MaxNumberOfMessages: "many" }],
      ["a fraction for a number", { MaxNumberOfMessages: 1.5 }],
      ["a number for a text", { QueueUrl: 7 }],
      ["a text for a list", { MessageAttributeNames: "All" }],
      ["an object for a list", { MessageSystemAttributeNames: {} }],
    ] as const
  ).map(
    ([what, members]): Check => ({
      name: `a member of another type is refused: ${what}`,
      says: COMMON,
      open: "which error it is: the JSON protocols have SerializationException",
      async run(world) {
        const { status, json } = await post(world, "ReceiveMessage", { QueueUrl: await world.queue(), ...members });
        expect([status, String(json["__type"]).split("#").at(-1)]).toEqual([400, "SerializationException"]);
      },
    }),
  ),
  {
    name: "a body that is no JSON is refused",
    says: COMMON,
    open: "which error it is: the JSON protocols have SerializationException",
    async run(world) {
      const { status, json } = await post(world, "ListQueues", "{");
      expect([status, String(json["__type"]).split("#").at(-1)]).toEqual([400, "SerializationException"]);
    },
  },
  {
    name: "a request without its queue is refused",
    says: COMMON,
    async run(world) {
      const { status, json } = await post(world, "SendMessage", { MessageBody: "x" });
      expect([status, String(json["__type"]).split("#").at(-1)]).toEqual([400, "MissingParameter"]);
    },
  },
  {
    name: "an operation that is none is refused",
    says: COMMON,
    async run(world) {
      expect((await post(world, "DanceWithQueue", {})).status).toBeGreaterThanOrEqual(400);
    },
  },
  {
    name: "a signature without its parts is refused",
    says: COMMON,
    async run(world) {
      const { status, json } = await post(world, "ListQueues", {}, { authorization: "AWS4-HMAC-SHA256 Credential=me" });
      expect([status, String(json["__type"]).split("#").at(-1)]).toEqual([400, "IncompleteSignature"]);
    },
  },
  {
    name: "a signature of another kind is refused",
    says: COMMON,
    async run(world) {
      const { status, json } = await post(world, "ListQueues", {}, { authorization: "Basic bWU6bXk=" });
      expect([status, String(json["__type"]).split("#").at(-1)]).toEqual([400, "IncompleteSignature"]);
    },
  },
  {
    name: "a URL that is no queue's is refused",
    says: api("SendMessage"),
    async run(world) {
      expect(await refusal(send(world, "https://sqs.eu-west-1.amazonaws.com"))).toMatch(
        /^(InvalidAddress|QueueDoesNotExist)$/,
      );
    },
  },
  {
    name: "a queue is found by the path of its URL",
    says: guide("sqs-queue-message-identifiers"),
    async run(world) {
      const url = await world.queue();
      await send(world, `https://sqs.eu-west-1.amazonaws.com${new URL(url).pathname}`);
      expect(await countsOf(world, url)).toEqual(["1", "0", "0"]);
    },
  },
  {
    name: "a request is read whatever its path is",
    says: JSON_PROTOCOL,
    async run({ endpoint, account, name }) {
      const credential = `${account}/20260101/eu-west-1/sqs/aws4_request`;
      const response = await fetch(`${endpoint}/${account}/any`, {
        method: "POST",
        headers: {
          "content-type": "application/x-amz-json-1.0",
          "x-amz-target": "AmazonSQS.ListQueues",
          authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=00`,
        },
        body: JSON.stringify({ QueueNamePrefix: name() }),
      });
      expect([response.status, ((await response.json()) as { QueueUrls?: unknown }).QueueUrls ?? []]).toEqual([
        200,
        [],
      ]);
    },
  },
  {
    name: "sixty-four requests at once are all answered",
    says: JSON_PROTOCOL,
    async run(world) {
      const url = await world.queue();
      await Promise.all(Array.from({ length: 64 }, (_, n) => send(world, url, `${n}`)));
      expect(await countsOf(world, url)).toEqual(["64", "0", "0"]);
    },
  },
];
