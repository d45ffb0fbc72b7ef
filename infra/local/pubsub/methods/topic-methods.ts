// The methods of google.pubsub.v1.Publisher that make, find and change topics.

import type { PubsubEngine } from "../engine.ts";
import { type Fields, part, textField } from "../forms/fields.ts";
import { page } from "../forms/page.ts";
import { changedTopic, fromTopic, toTopic } from "../forms/topic-form.ts";
import { checkProject } from "../names.ts";
import type { TopicSettings } from "../settings.ts";
import type { Method } from "./method.ts";

const topicOf = (request: Fields): string => textField(request, "topic");

/** Throws `NOT_FOUND` for a schema that is not there. */
const checkSchema = ({ schemas }: PubsubEngine, { schema }: TopicSettings): void => {
  if (schema !== undefined) schemas.get(schema.name);
};

/** CreateTopic. */
export const createTopic: Method = (request, { engine }) => {
  const settings = toTopic(request);
  checkSchema(engine, settings);
  engine.topics.create(settings);
  return fromTopic(settings);
};

/** GetTopic. */
export const getTopic: Method = (request, { engine }) => fromTopic(engine.topics.get(topicOf(request)).settings);

/** UpdateTopic. */
export const updateTopic: Method = (request, { engine }) => {
  const topic = engine.topics.get(textField(part(request, "topic") ?? {}, "name"));
  const changed = changedTopic(topic.settings, request);
  if (changed.schema !== topic.settings.schema) checkSchema(engine, changed);
  topic.settings = changed;
  return fromTopic(changed);
};

/** ListTopics. */
export const listTopics: Method = (request, { engine }) => {
  const project = textField(request, "project");
  checkProject(project);
  const { items, nextPageToken } = page(engine.topics.names(project), request);
  return { topics: items.map((name) => fromTopic(engine.topics.get(name).settings)), nextPageToken };
};

/** ListTopicSubscriptions. */
export const listTopicSubscriptions: Method = (request, { engine }) => {
  const { subscriptions } = engine.topics.get(topicOf(request));
  const names = [...subscriptions].map(({ settings }) => settings.name).sort();
  const { items, nextPageToken } = page(names, request);
  return { subscriptions: items, nextPageToken };
};

/** ListTopicSnapshots. */
export const listTopicSnapshots: Method = (request, { engine }) => {
  const { snapshots } = engine.topics.get(topicOf(request));
  const names = [...snapshots].map(({ settings }) => settings.name).sort();
  const { items, nextPageToken } = page(names, request);
  return { snapshots: items, nextPageToken };
};

/** DeleteTopic: subscriptions stay and keep what they hold. */
export const deleteTopic: Method = (request, { engine }) => {
  engine.deleteTopic(topicOf(request));
  return {};
};
