// The methods of google.pubsub.v1.Publisher that make, find and change topics.

import { type Fields, part, textField } from "../forms/fields.ts";
import { page } from "../forms/page.ts";
import { changedTopic, fromTopic, toTopic } from "../forms/topic-form.ts";
import { checkProject } from "../names.ts";
import type { Method } from "./method.ts";

const topicOf = (request: Fields): string => textField(request, "topic");

/** CreateTopic. */
export const createTopic: Method = (request, { engine }) => {
  const settings = toTopic(request);
  engine.topics.create(settings);
  return fromTopic(settings);
};

/** GetTopic. */
export const getTopic: Method = (request, { engine }) => fromTopic(engine.topics.get(topicOf(request)).settings);

/** UpdateTopic: labels and retention. */
export const updateTopic: Method = (request, { engine }) => {
  const topic = engine.topics.get(textField(part(request, "topic") ?? {}, "name"));
  topic.settings = changedTopic(topic.settings, request);
  return fromTopic(topic.settings);
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

/** DeleteTopic: subscriptions stay and keep what they hold. */
export const deleteTopic: Method = (request, { engine }) => {
  engine.deleteTopic(topicOf(request));
  return {};
};
