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
import { pushChecks } from "./pushing.ts";
import { receiveChecks } from "./receiving.ts";
import { replayChecks } from "./replaying.ts";
import { restChecks } from "./rest.ts";
import { schemaChecks } from "./schemas.ts";
import { streamChecks } from "./streaming.ts";
import { subscriptionChecks } from "./subscriptions.ts";
import { topicChecks } from "./topics.ts";

/** By what they are about. */
export const checks: Readonly<Record<string, readonly Check[]>> = {
  topics: topicChecks,
  publishing: publishChecks,
  subscriptions: subscriptionChecks,
  receiving: receiveChecks,
  streams: streamChecks,
  order: orderChecks,
  "exactly-once delivery": exactlyOnceChecks,
  filters: filterChecks,
  failures: failureChecks,
  replay: replayChecks,
  keeping: keepChecks,
  push: pushChecks,
  schemas: schemaChecks,
  access: accessChecks,
  REST: restChecks,
  habits: habitChecks,
};
