// The methods of google.pubsub.v1.Subscriber that make, find and change subscriptions.

import { type Fields, part, textField } from "../forms/fields.ts";
import { page } from "../forms/page.ts";
import { toPushTarget } from "../forms/push-form.ts";
import { changedSubscription, fromSubscription, toSubscription } from "../forms/subscription-form.ts";
import { checkProject } from "../names.ts";
import type { Method } from "./method.ts";

const subscriptionOf = (request: Fields): string => textField(request, "subscription");

/** CreateSubscription. */
export const createSubscription: Method = (request, { engine }) => {
  const settings = toSubscription(request);
  engine.subscriptions.create(settings);
  return fromSubscription(settings);
};

/** GetSubscription. */
export const getSubscription: Method = (request, { engine }) =>
  fromSubscription(engine.subscriptions.get(subscriptionOf(request)).settings);

/** UpdateSubscription. */
export const updateSubscription: Method = (request, { engine }) => {
  const { settings } = engine.subscriptions.get(textField(part(request, "subscription") ?? {}, "name"));
  const changed = changedSubscription(settings, request);
  engine.subscriptions.update(changed);
  return fromSubscription(changed);
};

/** ListSubscriptions. */
export const listSubscriptions: Method = (request, { engine }) => {
  const project = textField(request, "project");
  checkProject(project);
  const { items, nextPageToken } = page(engine.subscriptions.names(project), request);
  const subscriptions = items.map((name) => fromSubscription(engine.subscriptions.get(name).settings));
  return { subscriptions, nextPageToken };
};

/** DeleteSubscription. */
export const deleteSubscription: Method = (request, { engine }) => {
  engine.subscriptions.delete(subscriptionOf(request));
  return {};
};

/** ModifyPushConfig: an empty one turns the subscription to pull. */
export const modifyPushConfig: Method = (request, { engine }) => {
  const { settings } = engine.subscriptions.get(subscriptionOf(request));
  engine.subscriptions.update({ ...settings, push: toPushTarget(part(request, "pushConfig")) });
  return {};
};
