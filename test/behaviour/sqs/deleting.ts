// Messages are deleted, by the handle of a receive; queues are emptied; what nobody deletes is forgotten in the end.

import { expect } from "vitest";
import { api, type Check, guide } from "./check.ts";
import { bodies, countsOf, forget, refusal, send, sendInOrder, take, takeOne } from "./talk.ts";

const DELETE = api("DeleteMessage");
const DAY = 86_400;

export const deleting: readonly Check[] = [
  {
    name: "a message that was deleted never comes again",
    says: DELETE,
    passes: 30,
    async run(world) {
      const url = await world.queue();
      await send(world, url);
      await forget(world, url, await take(world, url));
      await world.pass(30);
      expect(await take(world, url)).toEqual([]);
      expect(await countsOf(world, url)).toEqual(["0", "0", "0"]);
    },
  },
  {
    name: "a message can be deleted twice",
    says: DELETE,
    open: "that it succeeds again is said of the older, and seen of today's service",
    async run(world) {
      const url = await world.queue();
      await send(world, url);
      const message = await takeOne(world, url);
      await forget(world, url, [message, message]);
    },
  },
  {
    name: "a message that is hidden by a receive can be deleted",
    says: DELETE,
    async run(world) {
      const url = await world.queue();
      await send(world, url);
      await forget(world, url, await take(world, url));
      expect(await countsOf(world, url)).toEqual(["0", "0", "0"]);
    },
  },
  {
    name: "a message that is visible again can be deleted by its last handle",
    says: DELETE,
    async run(world) {
      const url = await world.queue();
      await send(world, url);
      await forget(world, url, await take(world, url, { VisibilityTimeout: 0 }));
      expect(await take(world, url)).toEqual([]);
    },
  },
  {
    name: "an older handle succeeds, and deletes nothing",
    says: DELETE,
    open: "whether the message is deleted: it might not be, and here it never is",
    async run(world) {
      const url = await world.queue();
      await send(world, url);
      const older = await takeOne(world, url, { VisibilityTimeout: 0 });
      await take(world, url, { VisibilityTimeout: 0 });
      await forget(world, url, [older]);
      expect(await take(world, url)).toHaveLength(1);
    },
  },
  {
    name: "a handle that is none is refused by a delete",
    says: DELETE,
    async run({ sqs, queue }) {
      expect(await refusal(sqs.deleteMessage({ QueueUrl: await queue(), ReceiptHandle: "none" }))).toBe(
        "ReceiptHandleIsInvalid",
      );
    },
  },
  {
    name: "a handle of another queue is refused",
    says: DELETE,
    async run(world) {
      const [one, other] = [await world.queue(), await world.queue()];
      await send(world, one);
      const { ReceiptHandle } = await takeOne(world, one);
      expect(await refusal(world.sqs.deleteMessage({ QueueUrl: other, ReceiptHandle }))).toBe("ReceiptHandleIsInvalid");
    },
  },
  {
    name: "a message of a FIFO queue can't be deleted once its visibility time-out is over",
    says: api("ReceiveMessage"),
    passes: 2,
    async run(world) {
      const url = await world.fifo();
      await sendInOrder(world, url, "g", "x");
      const late = await takeOne(world, url, { VisibilityTimeout: 1 });
      await world.pass(2);
      expect(await refusal(forget(world, url, [late]))).toBe("InvalidParameterValue");
      expect(await take(world, url)).toHaveLength(1);
    },
  },
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
