// The methods of google.pubsub.v1.Publisher.

import type { PubsubEngine } from "../engine.ts";
import { type Fields, part, refuseUnbuilt, textField } from "../fields.ts";
import type { Draft } from "../message.ts";
import { page } from "../page.ts";

/** One method: a request in, an answer out; throws `PubsubFault`. */
export type Method = (request: Fields, engine: PubsubEngine) => Fields;

const labels = (fields: Fields) => (part(fields, "labels") ?? {}) as Readonly<Record<string, string>>;
const UNBUILT = ["schemaSettings", "ingestionDataSourceSettings", "messageTransforms"];

const shown = (engine: PubsubEngine, name: string): Fields => {
  const topic = engine.topic(name);
  return { name, labels: topic.labels, state: "ACTIVE" };
};

/** By their names in the service's definition. */
export const PUBLISHER: Readonly<Record<string, Method>> = {
  CreateTopic(request, engine) {
    refuseUnbuilt(request, UNBUILT);
    engine.createTopic(textField(request, "name"), labels(request));
    return shown(engine, textField(request, "name"));
  },
  GetTopic: (request, engine) => shown(engine, textField(request, "topic")),
  UpdateTopic(request, engine) {
    const topic = part(request, "topic") ?? {};
    refuseUnbuilt(topic, UNBUILT);
    engine.relabelTopic(textField(topic, "name"), labels(topic));
    return shown(engine, textField(topic, "name"));
  },
  ListTopics(request, engine) {
    const { items, nextPageToken } = page(engine.topics(textField(request, "project")), request);
    return { topics: items.map((name) => shown(engine, name)), nextPageToken };
  },
  ListTopicSubscriptions(request, engine) {
    const { items, nextPageToken } = page([...engine.topic(textField(request, "topic")).subscriptions].sort(), request);
    return { subscriptions: items, nextPageToken };
  },
  DeleteTopic(request, engine) {
    engine.deleteTopic(textField(request, "topic"));
    return {};
  },
  Publish(request, engine) {
    const messages = (request["messages"] ?? []) as readonly Fields[];
    return { messageIds: engine.publish(textField(request, "topic"), messages.map(toDraft)) };
  },
};

const toDraft = (message: Fields): Draft => ({
  data: (message["data"] as Uint8Array | undefined) ?? new Uint8Array(),
  attributes: new Map(Object.entries((part(message, "attributes") ?? {}) as Readonly<Record<string, string>>)),
  orderingKey: textField(message, "orderingKey"),
});
