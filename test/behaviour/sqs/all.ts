// Every check, by what it is about.

import { attempts } from "./attempts.ts";
import { attributes } from "./attributes.ts";
import { batches } from "./batches.ts";
import type { Check } from "./check.ts";
import { consumers } from "./consumers.ts";
import { deadLetters } from "./dead-letters.ts";
import { deduplication } from "./deduplication.ts";
import { delays } from "./delays.ts";
import { deleting } from "./deleting.ts";
import { encryption } from "./encryption.ts";
import { fifo } from "./fifo.ts";
import { findingQueues } from "./finding-queues.ts";
import { longPolling } from "./long-polling.ts";
import { messageAttributes } from "./message-attributes.ts";
import { moveTasks } from "./move-tasks.ts";
import { moves } from "./moves.ts";
import { protocol } from "./protocol.ts";
import { purgeAndRetention } from "./purge-and-retention.ts";
import { queues } from "./queues.ts";
import { receiving } from "./receiving.ts";
import { redrivePolicies } from "./redrive-policies.ts";
import { sending } from "./sending.ts";
import { systemAttributes } from "./system-attributes.ts";
import { tagsAndPermissions } from "./tags-and-permissions.ts";
import { twelveHours } from "./twelve-hours.ts";
import { visibility } from "./visibility.ts";

/** A table of its own, so that a topic that is not listed is found by who looks for unused code. */
export const topics: Readonly<Record<string, readonly Check[]>> = {
  queues,
  "finding queues": findingQueues,
  "attributes of queues": attributes,
  "policies and encryption": encryption,
  sending,
  delays,
  "attributes of messages": messageAttributes,
  receiving,
  "system attributes": systemAttributes,
  visibility,
  "twelve hours": twelveHours,
  deleting,
  "purge and retention": purgeAndRetention,
  batches,
  "order and groups": fifo,
  deduplication,
  "receives tried again": attempts,
  "dead letters": deadLetters,
  "redrive policies": redrivePolicies,
  "dead letters moved": moves,
  "tasks that move": moveTasks,
  "long polling": longPolling,
  "tags and permissions": tagsAndPermissions,
  "consumers, tenants and what is in flight": consumers,
  protocol,
};
