// Every check by its topic.

import { accessChecks } from "./access.ts";
import type { Check } from "./check.ts";
import { exactlyOnceChecks } from "./exactly-once.ts";
import { failureChecks } from "./failing.ts";
import { filterChecks } from "./filters.ts";
import { habitChecks } from "./habits.ts";
import { keepChecks } from "./keeping.ts";
import { orderChecks } from "./ordering.ts";
import { publishChecks } from "./publishing.ts";
import { pushIdentityChecks } from "./push-identity.ts";
import { pushChecks } from "./pushing.ts";
import { receiveChecks } from "./receiving.ts";
import { restChecks } from "./rest.ts";
import { restMethodChecks } from "./rest-methods.ts";
import { schemaTopicChecks } from "./schema-topics.ts";
import { schemaChecks } from "./schemas.ts";
import { seekChecks } from "./seeking.ts";
import { snapshotChecks } from "./snapshots.ts";
import { streamChecks } from "./streaming.ts";
import { fieldChecks } from "./subscription-fields.ts";
import { subscriptionChecks } from "./subscriptions.ts";
import { topicListChecks } from "./topic-lists.ts";
import { topicChecks } from "./topics.ts";

/** By what they are about. */
export const checks: Readonly<Record<string, readonly Check[]>> = {
  topics: topicChecks,
  "lists of topics": topicListChecks,
  publishing: publishChecks,
  "fields of subscriptions": fieldChecks,
  subscriptions: subscriptionChecks,
  receiving: receiveChecks,
  streams: streamChecks,
  order: orderChecks,
  "exactly-once delivery": exactlyOnceChecks,
  filters: filterChecks,
  failures: failureChecks,
  seeks: seekChecks,
  snapshots: snapshotChecks,
  keeping: keepChecks,
  push: pushChecks,
  "who pushes": pushIdentityChecks,
  schemas: schemaChecks,
  "schemas of topics": schemaTopicChecks,
  access: accessChecks,
  REST: restChecks,
  "methods over REST": restMethodChecks,
  habits: habitChecks,
};
