// Queues are emptied, and what nobody deletes is forgotten in the end.

import { expect } from "vitest";
import { api, type Check, guide } from "./check.ts";
import { bodies, countsOf, refusal, send, take } from "./talk.ts";

const DAY = 86_400;

export const purgeAndRetention: readonly Check[] = [
  {
    name: "a purge removes what is visible, in flight and delayed",
    says: api("PurgeQueue"),
    async run(world) {
      const url = await world.queue();
      for (const DelaySeconds of [0, 0, 60]) await send(world, url, "x", { DelaySeconds });
      await take(world, url, { MaxNumberOfMessages: 1 });
      await world.sqs.purgeQueue({ QueueUrl: url });
      expect(await countsOf(world, url)).toEqual(["0", "0", "0"]);
    },
  },
  {
    name: "a message that is sent after a purge stays",
    says: api("PurgeQueue"),
    open: "the service may delete it for another minute",
    async run(world) {
      const url = await world.queue();
      await world.sqs.purgeQueue({ QueueUrl: url });
      await send(world, url, "after");
      expect(bodies(await take(world, url))).toEqual(["after"]);
    },
  },
  {
    name: "a queue is purged once within 60 seconds",
    says: api("PurgeQueue"),
    async run({ sqs, queue }) {
      const QueueUrl = await queue();
      await sqs.purgeQueue({ QueueUrl });
      expect(await refusal(sqs.purgeQueue({ QueueUrl }))).toBe("PurgeQueueInProgress");
    },
  },
  {
    name: "a queue can be purged again after 60 seconds",
    says: api("PurgeQueue"),
    passes: 60,
    async run({ sqs, queue, pass }) {
      const QueueUrl = await queue();
      await sqs.purgeQueue({ QueueUrl });
      await pass(60);
      await sqs.purgeQueue({ QueueUrl });
    },
  },
  {
    name: "a queue that is not there can't be purged",
    says: api("PurgeQueue"),
    async run({ sqs, queue, name }) {
      const QueueUrl = (await queue()).replace(/[^/]+$/, name());
      expect(await refusal(sqs.purgeQueue({ QueueUrl }))).toBe("QueueDoesNotExist");
    },
  },
  {
    name: "a message is kept for four days where nothing else is said",
    says: guide("quotas-messages"),
    passes: 4 * DAY,
    async run(world) {
      const url = await world.queue();
      await send(world, url);
      await world.pass(4 * DAY - 1);
      expect(await countsOf(world, url)).toEqual(["1", "0", "0"]);
      await world.pass(1);
      expect(await countsOf(world, url)).toEqual(["0", "0", "0"]);
    },
  },
  {
    name: "a message is kept for up to 14 days",
    says: guide("quotas-messages"),
    passes: 14 * DAY,
    async run(world) {
      const url = await world.queue({ MessageRetentionPeriod: `${14 * DAY}` });
      await send(world, url);
      await world.pass(14 * DAY - 1);
      expect(await take(world, url, { VisibilityTimeout: 0 })).toHaveLength(1);
      await world.pass(1);
      expect(await take(world, url)).toEqual([]);
    },
  },
  {
    name: "a shorter retention is for messages that are there already",
    says: api("SetQueueAttributes"),
    open: "when within 15 minutes: here at once",
    passes: 100,
    async run(world) {
      const url = await world.queue();
      await send(world, url);
      await world.pass(100);
      await world.sqs.setQueueAttributes({ QueueUrl: url, Attributes: { MessageRetentionPeriod: "60" } });
      expect(await take(world, url)).toEqual([]);
    },
  },
  {
    name: "the end of retention takes messages that are in flight too",
    says: api("DeleteMessage"),
    passes: 60,
    async run(world) {
      const url = await world.queue({ MessageRetentionPeriod: "60" });
      await send(world, url);
      await take(world, url, { VisibilityTimeout: 600 });
      await world.pass(60);
      expect(await countsOf(world, url)).toEqual(["0", "0", "0"]);
    },
  },
];
