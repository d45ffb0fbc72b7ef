// What is said of each key that has no counterpart, and of keys that KubeMQ does not know either.

import { closest } from "../../shared/core/closest.ts";
import type { Findings } from "./findings.ts";
import type { Settings, Table } from "./tables.ts";

/** Where a key stands: that decides which keys there are. */
export type Where = "file" | "binding" | "side" | "source" | "target" | "properties";

const IDENTITY = {
  client_id: "a function has an identity of its own in each cloud",
  auth_token: "it is not taken over, since functions need no token (docs/keyless.md); withdraw it once KubeMQ is gone",
};

const RUNNING =
  "the clouds run as many functions as there is work for; function: { maxConcurrency: N } of the hop limits it";
const CONNECTED = "no connection is kept, so none has to be renewed";

/** By place and key, what to do instead. */
const WORDS: Readonly<Record<Where, Readonly<Record<string, string>>>> = {
  file: {
    apiport: "nothing listens for requests; hopspan plan and the dashboards of both clouds show what there is",
    api_port: "nothing listens for requests; hopspan plan and the dashboards of both clouds show what there is",
    loglevel: "functions log what did not simply succeed, and a summary; the clouds filter it",
    log_level: "functions log what did not simply succeed, and a summary; the clouds filter it",
  },
  binding: {},
  side: {},
  source: {
    ...IDENTITY,
    group:
      "each hop from a topic has a subscription of its own; what else shared the group's messages needs a way of its own",
    sources: RUNNING,
    concurrency: RUNNING,
    batch_size: "the hop sets batches: latency: low takes small ones",
    wait_timeout: "the clouds call a function as soon as there is a message",
    visibility_timeout_seconds: "it follows from the function's time-out: function: { timeoutSeconds: N } of the hop",
    auto_reconnect: CONNECTED,
    reconnect_interval_seconds: CONNECTED,
    max_reconnects: CONNECTED,
  },
  target: {
    ...IDENTITY,
    expiration_seconds: "a queue has one age limit for all its messages: retention of the endpoint, a minute at least",
    delay_seconds: "messages arrive at once; delay them where they are received",
    max_receive_count: "retry: { attempts: N } of the hop that takes from the queue; 10 receives where no hop does",
    dead_letter_queue: "hopeless messages go to a queue of the fabric's own, FABRIC--ENDPOINT--dead, with the reason",
    max_receive_queue: "hopeless messages go to a queue of the fabric's own, FABRIC--ENDPOINT--dead, with the reason",
    timeout_seconds: "nobody waits for an answer",
    concurrency: RUNNING,
  },
  properties: { log_level: "functions log what did not simply succeed, and a summary; the clouds filter it" },
};

/**
 * Keys that something is made of, by place: for whoever has misspelt one. What becomes of a property is for retry.ts, rate.ts
 * and ways.ts, which tell what they do not take as it is.
 */
export const MADE_OF: Readonly<Record<Where, readonly string[]>> = {
  file: ["bindings"],
  binding: ["name", "sources", "targets", "properties"],
  side: ["kind", "name", "connections"],
  source: ["address", "channel"],
  target: ["address", "channels"],
  properties: [
    "retry_attempts",
    "retry_delay_milliseconds",
    "retry_max_jitter_milliseconds",
    "retry_delay_type",
    "rate_per_second",
    "load-balancing",
  ],
};

/** Says of every key of a table that is not `taken` what becomes of it. */
export function tellStrangers(table: Table, where: Where, taken: readonly string[], findings: Findings): void {
  for (const [key, { written, path }] of table)
    if (!taken.includes(key)) findings.note(path, `${written} ${fate(key, where)}`);
}

/** The same for settings. 0 is how KubeMQ says that a number sets nothing. */
export function tellSettings(settings: Settings, where: Where, taken: readonly string[], findings: Findings): void {
  for (const [key, { text, path }] of settings) {
    const isIdle = text === "0" && Object.hasOwn(WORDS[where], key);
    if (!taken.includes(key) && !isIdle) findings.note(path, `${String(path.at(-1))} ${fate(key, where)}`);
  }
}

function fate(key: string, where: Where): string {
  const words = WORDS[where];
  if (Object.hasOwn(words, key)) return `has no counterpart: ${words[key]}`;
  const near = closest(key, [...MADE_OF[where], ...Object.keys(words)]);
  const hint = near === undefined ? "" : `: did you mean ${near}?`;
  return `is no key that KubeMQ Bridges knows here, and nothing is made of it${hint}`;
}
