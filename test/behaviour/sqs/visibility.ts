// Messages that were received are hidden for a while, which can be changed.

import { expect } from "vitest";
import { api, type Check, guide } from "./check.ts";
import { refusal, send, take, takeOne } from "./talk.ts";

const TIMEOUT = guide("sqs-visibility-timeout");
const CHANGE = api("ChangeMessageVisibility");
const HOURS_12 = 43_200;

export const visibility: readonly Check[] = [
  {
    name: "a message that was received is hidden from others",
    says: TIMEOUT,
    async run(world) {
      const url = await world.queue();
      await send(world, url);
      await take(world, url);
      expect(await take(world, url)).toEqual([]);
    },
  },
  {
    name: "a message is visible again after the queue's time, and not before",
    says: TIMEOUT,
    passes: 30,
    async run(world) {
      const url = await world.queue();
      await send(world, url);
      await take(world, url);
      await world.pass(29);
      expect(await take(world, url)).toEqual([]);
      await world.pass(1);
      expect(await take(world, url)).toHaveLength(1);
    },
  },
  {
    name: "a message is visible again once its receive's own time is over",
    says: api("ReceiveMessage"),
    passes: 2,
    async run(world) {
      const url = await world.queue();
      await send(world, url);
      await take(world, url, { VisibilityTimeout: 1 });
      await world.pass(2);
      expect(await take(world, url)).toHaveLength(1);
    },
  },
  {
    name: "a receive with a visibility time-out of 0 hides nothing",
    says: api("ReceiveMessage"),
    async run(world) {
      const url = await world.queue();
      await send(world, url);
      await take(world, url, { VisibilityTimeout: 0 });
      expect(await take(world, url)).toHaveLength(1);
    },
  },
  {
    name: "a queue with a visibility time-out of 0 hides nothing",
    says: api("SetQueueAttributes"),
    async run(world) {
      const url = await world.queue({ VisibilityTimeout: "0" });
      await send(world, url);
      await take(world, url);
      expect(await take(world, url)).toHaveLength(1);
    },
  },
  ...[-1, HOURS_12 + 1].map(
    (VisibilityTimeout): Check => ({
      name: `a visibility time-out of ${VisibilityTimeout} seconds is refused`,
      says: api("ReceiveMessage"),
      async run(world) {
        const url = await world.queue();
        await send(world, url);
        expect(await refusal(take(world, url, { VisibilityTimeout }))).toBe("InvalidParameterValue");
        const { ReceiptHandle } = await takeOne(world, url);
        const change = world.sqs.changeMessageVisibility({ QueueUrl: url, ReceiptHandle, VisibilityTimeout });
        expect(await refusal(change)).toBe("InvalidParameterValue");
      },
    }),
  ),
  {
    name: "a new time counts from the change",
    says: CHANGE,
    passes: 25,
    async run(world) {
      const QueueUrl = await world.queue({ VisibilityTimeout: "60" });
      await send(world, QueueUrl);
      const { ReceiptHandle } = await takeOne(world, QueueUrl);
      await world.pass(15);
      await world.sqs.changeMessageVisibility({ QueueUrl, ReceiptHandle, VisibilityTimeout: 10 });
      await world.pass(9);
      expect(await take(world, QueueUrl)).toEqual([]);
      await world.pass(1);
      expect(await take(world, QueueUrl)).toHaveLength(1);
    },
  },
  {
    name: "a message is visible at once where its time is changed to 0",
    says: TIMEOUT,
    async run(world) {
      const QueueUrl = await world.queue();
      await send(world, QueueUrl);
      const { ReceiptHandle } = await takeOne(world, QueueUrl);
      await world.sqs.changeMessageVisibility({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 });
      expect(await take(world, QueueUrl)).toHaveLength(1);
    },
  },
  {
    name: "a change is for this receive alone: the next one hides for the queue's time",
    says: CHANGE,
    passes: 130,
    async run(world) {
      const QueueUrl = await world.queue();
      await send(world, QueueUrl);
      const { ReceiptHandle } = await takeOne(world, QueueUrl);
      await world.sqs.changeMessageVisibility({ QueueUrl, ReceiptHandle, VisibilityTimeout: 100 });
      await world.pass(100);
      expect(await take(world, QueueUrl)).toHaveLength(1);
      await world.pass(30);
      expect(await take(world, QueueUrl)).toHaveLength(1);
    },
  },
];
