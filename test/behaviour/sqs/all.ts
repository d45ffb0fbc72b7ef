// Every check, by what it is about.

import { attempts } from "./attempts.ts";
import { attributes } from "./attributes.ts";
import { batches } from "./batches.ts";
import type { Check } from "./check.ts";
import { consumers } from "./consumers.ts";
import { deadLetters } from "./dead-letters.ts";
import { deduplication } from "./deduplication.ts";
import { deleting } from "./deleting.ts";
import { fifo } from "./fifo.ts";
import { longPolling } from "./long-polling.ts";
import { messageAttributes } from "./message-attributes.ts";
import { moves } from "./moves.ts";
import { protocol } from "./protocol.ts";
import { queues } from "./queues.ts";
import { receiving } from "./receiving.ts";
import { sending } from "./sending.ts";
import { tagsAndPermissions } from "./tags-and-permissions.ts";
import { visibility } from "./visibility.ts";

/** A table of its own, so that a topic that is not listed is found by who looks for unused code. */
export const topics: Readonly<Record<string, readonly Check[]>> = {
  queues,
  "attributes of queues": attributes,
  sending,
  "attributes of messages": messageAttributes,
  receiving,
  visibility,
  deleting,
  batches,
  "order and groups": fifo,
  deduplication,
  "receives tried again": attempts,
  "dead letters": deadLetters,
  "dead letters moved": moves,
  "long polling": longPolling,
  "tags and permissions": tagsAndPermissions,
  "consumers, tenants and what is in flight": consumers,
  protocol,
};
