// The methods of google.pubsub.v1.Subscriber that have one request and one answer.

import { invalid } from "../fault.ts";
import { type Fields, fromSettings, part, pushSettings, textField, toSettings } from "../fields.ts";
import { page } from "../page.ts";
import type { Delivered, SubscriptionSettings } from "../subscription.ts";
import type { Method } from "./publisher.ts";

const name = (request: Fields) => textField(request, "subscription");
const ackIds = (request: Fields) => (request["ackIds"] ?? []) as readonly string[];

/** A delivered message as the wire has it. */
export const receivedMessage = ({ ackId, message, attempt }: Delivered): Fields => ({
  ackId,
  deliveryAttempt: attempt ?? 0,
  message: {
    data: message.data,
    attributes: Object.fromEntries(message.attributes),
    messageId: message.id,
    publishTime: { seconds: Math.floor(message.publishedAt / 1_000), nanos: (message.publishedAt % 1_000) * 1e6 },
    orderingKey: message.orderingKey,
  },
});

/** By their names in the service's definition. */
export const SUBSCRIBER: Readonly<Record<string, Method>> = {
  CreateSubscription(request, engine) {
    const settings = toSettings(request);
    engine.createSubscription(settings);
    return fromSettings(settings);
  },
  GetSubscription: (request, engine) => fromSettings(engine.subscription(name(request)).settings()),
  UpdateSubscription(request, engine) {
    const wanted = part(request, "subscription") ?? {};
    const found = engine.subscription(textField(wanted, "name"));
    const paths = (part(request, "updateMask")?.["paths"] ?? []) as readonly string[];
    found.update(updated(found.settings(), toSettings({ ...wanted, topic: found.settings().topic }), paths));
    return fromSettings(found.settings());
  },
  ListSubscriptions(request, engine) {
    const { items, nextPageToken } = page(engine.subscriptions(textField(request, "project")), request);
    return { subscriptions: items.map((each) => fromSettings(engine.subscription(each).settings())), nextPageToken };
  },
  DeleteSubscription(request, engine) {
    engine.deleteSubscription(name(request));
    return {};
  },
  ModifyPushConfig(request, engine) {
    const found = engine.subscription(name(request));
    const { push: _, ...pulled } = found.settings();
    const push = pushSettings(part(request, "pushConfig"));
    found.update(push === undefined ? pulled : { ...pulled, push });
    return {};
  },
  Acknowledge(request, engine) {
    const found = engine.subscription(name(request));
    for (const ackId of ackIds(request)) found.ack(ackId);
    return {};
  },
  ModifyAckDeadline(request, engine) {
    const found = engine.subscription(name(request));
    const seconds = Number(request["ackDeadlineSeconds"] ?? 0);
    if (seconds < 0 || seconds > 600) throw invalid("ack_deadline_seconds must be from 0 to 600.");
    for (const ackId of ackIds(request)) found.extend(ackId, seconds);
    return {};
  },
};

/** What may be changed, by the names that an update mask has for it. */
const CHANGEABLE: Readonly<Record<string, keyof SubscriptionSettings>> = {
  ack_deadline_seconds: "ackDeadlineMs",
  labels: "labels",
  push_config: "push",
  retry_policy: "retry",
  dead_letter_policy: "deadLetter",
};

function updated(from: SubscriptionSettings, to: SubscriptionSettings, paths: readonly string[]): SubscriptionSettings {
  if (paths.length === 0) throw invalid("update_mask must name at least one field.");
  const next: Partial<Record<keyof SubscriptionSettings, unknown>> = { ...from };
  for (const path of paths) {
    const key = CHANGEABLE[path];
    if (key === undefined) throw invalid(`update_mask: ${path} can't be changed.`);
    if (to[key] === undefined) delete next[key];
    else next[key] = to[key];
  }
  return next as SubscriptionSettings;
}
