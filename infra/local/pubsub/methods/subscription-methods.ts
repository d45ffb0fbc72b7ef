// The methods of google.pubsub.v1.Subscriber that make, find and change subscriptions.

import type { PubsubEngine } from "../engine.ts";
import { type Fields, part, textField } from "../forms/fields.ts";
import { page } from "../forms/page.ts";
import { toPushTarget } from "../forms/push-form.ts";
import { changedSubscription, consistent, fromSubscription, toSubscription } from "../forms/subscription-form.ts";
import { checkProject } from "../names.ts";
import type { Method } from "./method.ts";

const subscriptionOf = (request: Fields): string => textField(request, "subscription");

/** A subscription as it is now. */
const shown = (engine: PubsubEngine, name: string): Fields => {
  const { settings, world } = engine.subscriptions.get(name);
  return fromSubscription(settings, world.topicRetentionMs());
};

/** CreateSubscription. */
export const createSubscription: Method = (request, { engine }) => {
  const settings = toSubscription(request);
  engine.subscriptions.create(settings);
  return shown(engine, settings.name);
};

/** GetSubscription. */
export const getSubscription: Method = (request, { engine }) => shown(engine, subscriptionOf(request));

/** UpdateSubscription. */
export const updateSubscription: Method = (request, { engine }) => {
  const { settings } = engine.subscriptions.get(textField(part(request, "subscription") ?? {}, "name"));
  const changed = changedSubscription(settings, request);
  engine.subscriptions.update(changed);
  return shown(engine, changed.name);
};

/** ListSubscriptions. */
export const listSubscriptions: Method = (request, { engine }) => {
  const project = textField(request, "project");
  checkProject(project);
  const { items, nextPageToken } = page(engine.subscriptions.names(project), request);
  return { subscriptions: items.map((name) => shown(engine, name)), nextPageToken };
};

/** DeleteSubscription. */
export const deleteSubscription: Method = (request, { engine }) => {
  engine.subscriptions.delete(subscriptionOf(request));
  return {};
};

/** ModifyPushConfig: an empty one turns the subscription to pull. */
export const modifyPushConfig: Method = (request, { engine }) => {
  const { settings } = engine.subscriptions.get(subscriptionOf(request));
  engine.subscriptions.update(consistent({ ...settings, push: toPushTarget(part(request, "pushConfig")) }));
  return {};
};

/** DetachSubscription, a method of Publisher: for good. */
export const detachSubscription: Method = (request, { engine }) => {
  engine.subscriptions.detach(subscriptionOf(request));
  return {};
};
