// One request of most methods as a client sends it: what the fuzzing of the Pub/Sub server starts from, over both protocols.

import type { Json } from "./mutations.ts";

/** A method by its gRPC path, the same in REST, and the message of its request. */
export interface PubsubRequest {
  readonly method: string;
  readonly request: string;
  readonly rest?: string;
  readonly fields: Readonly<Record<string, Json>>;
}

const [TOPIC, SUBSCRIPTION] = ["projects/earth/topics/orders", "projects/earth/subscriptions/billing"];
const MORE = { topic: "projects/earth/topics/more", subscription: "projects/earth/subscriptions/more" };
const [SNAPSHOT, SCHEMA] = ["projects/earth/snapshots/s", "projects/earth/schemas/order"];
const DEFINITION = '{"type":"record","name":"Order","fields":[{"name":"id","type":"string"}]}';

const of = (
  method: string,
  request: string,
  rest: string | undefined,
  fields: PubsubRequest["fields"],
): PubsubRequest => ({
  method: `/google.pubsub.v1.${method}`,
  request: `google.pubsub.v1.${request}`,
  ...(rest === undefined ? {} : { rest }),
  fields,
});

const publisher = [
  of("Publisher/CreateTopic", "Topic", `PUT ${MORE.topic}`, {
    name: MORE.topic,
    labels: { a: "b" },
    messageStoragePolicy: { allowedPersistenceRegions: ["europe-west1"] },
    messageRetentionDuration: { seconds: 600 },
  }),
  of("Publisher/UpdateTopic", "UpdateTopicRequest", `PATCH ${TOPIC}`, {
    topic: { name: TOPIC, labels: { a: "b" } },
    updateMask: { paths: ["labels"] },
  }),
  of("Publisher/Publish", "PublishRequest", `POST ${TOPIC}:publish`, {
    topic: TOPIC,
    messages: [{ data: "eA==", attributes: { a: "b" }, orderingKey: "k" }],
  }),
  of("Publisher/GetTopic", "GetTopicRequest", `GET ${TOPIC}`, { topic: TOPIC }),
  of("Publisher/ListTopics", "ListTopicsRequest", "GET projects/earth/topics?pageSize=1", {
    project: "projects/earth",
    pageSize: 1,
    pageToken: "b3JkZXJz",
  }),
  of("Publisher/DeleteTopic", "DeleteTopicRequest", `DELETE ${MORE.topic}`, { topic: MORE.topic }),
];

const subscriber = [
  of("Subscriber/CreateSubscription", "Subscription", `PUT ${MORE.subscription}`, {
    name: MORE.subscription,
    topic: TOPIC,
    ackDeadlineSeconds: 10,
    filter: 'attributes.a = "b" AND NOT (hasPrefix(attributes.c, "d"))',
    retryPolicy: { minimumBackoff: { seconds: 10 }, maximumBackoff: { seconds: 600 } },
    deadLetterPolicy: { deadLetterTopic: TOPIC, maxDeliveryAttempts: 5 },
    expirationPolicy: { ttl: { seconds: 86_400 } },
    pushConfig: { pushEndpoint: "http://127.0.0.1:1/", attributes: { "x-goog-version": "v1" } },
  }),
  of("Subscriber/UpdateSubscription", "UpdateSubscriptionRequest", `PATCH ${SUBSCRIPTION}`, {
    subscription: { name: SUBSCRIPTION, ackDeadlineSeconds: 20 },
    updateMask: { paths: ["ack_deadline_seconds"] },
  }),
  of("Subscriber/Pull", "PullRequest", `POST ${SUBSCRIPTION}:pull`, {
    subscription: SUBSCRIPTION,
    maxMessages: 10,
    returnImmediately: true,
  }),
  of("Subscriber/StreamingPull", "StreamingPullRequest", undefined, {
    subscription: SUBSCRIPTION,
    streamAckDeadlineSeconds: 10,
    ackIds: ["1"],
    modifyDeadlineAckIds: ["1"],
    modifyDeadlineSeconds: [10],
    maxOutstandingMessages: 5,
    clientId: "c",
  }),
  of("Subscriber/Acknowledge", "AcknowledgeRequest", `POST ${SUBSCRIPTION}:acknowledge`, {
    subscription: SUBSCRIPTION,
    ackIds: ["1", "x:2"],
  }),
  of("Subscriber/ModifyAckDeadline", "ModifyAckDeadlineRequest", `POST ${SUBSCRIPTION}:modifyAckDeadline`, {
    subscription: SUBSCRIPTION,
    ackIds: ["1"],
    ackDeadlineSeconds: 10,
  }),
  of("Subscriber/CreateSnapshot", "CreateSnapshotRequest", `PUT ${SNAPSHOT}`, {
    name: SNAPSHOT,
    subscription: SUBSCRIPTION,
    labels: { a: "b" },
  }),
  of("Subscriber/Seek", "SeekRequest", `POST ${SUBSCRIPTION}:seek`, {
    subscription: SUBSCRIPTION,
    time: { seconds: 1_767_225_600 },
  }),
  of("Subscriber/DeleteSnapshot", "DeleteSnapshotRequest", `DELETE ${SNAPSHOT}`, { snapshot: SNAPSHOT }),
];

const schemas = [
  of("SchemaService/CreateSchema", "CreateSchemaRequest", "POST projects/earth/schemas?schemaId=order", {
    parent: "projects/earth",
    schemaId: "order",
    schema: { name: SCHEMA, type: "AVRO", definition: DEFINITION },
  }),
  of("SchemaService/ValidateMessage", "ValidateMessageRequest", "POST projects/earth/schemas:validateMessage", {
    parent: "projects/earth",
    schema: { type: "AVRO", definition: DEFINITION },
    message: "eyJpZCI6IjEifQ==",
    encoding: "JSON",
  }),
  of("SchemaService/ValidateSchema", "ValidateSchemaRequest", "POST projects/earth/schemas:validate", {
    parent: "projects/earth",
    schema: { type: "PROTOCOL_BUFFER", definition: 'syntax = "proto3"; message A { string a = 1; }' },
  }),
];

/** By method; topic `orders` and subscription `billing` are there. */
export const PUBSUB_REQUESTS: readonly PubsubRequest[] = [...publisher, ...subscriber, ...schemas];
