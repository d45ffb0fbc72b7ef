// How long a message may be hidden at most, and which can be hidden at all.

import { expect } from "vitest";
import { api, type Check, guide } from "./check.ts";
import { bodies, countsOf, forget, refusal, send, take, takeOne } from "./talk.ts";

const TIMEOUT = guide("sqs-visibility-timeout");
const CHANGE = api("ChangeMessageVisibility");
const HOURS_12 = 43_200;

export const twelveHours: readonly Check[] = [
  {
    name: "a message can be hidden for twelve hours in all, and no longer",
    says: CHANGE,
    passes: 4 * 3600,
    async run(world) {
      const QueueUrl = await world.queue({ VisibilityTimeout: "18000" });
      await send(world, QueueUrl);
      const { ReceiptHandle } = await takeOne(world, QueueUrl);
      const hide = (VisibilityTimeout: number) =>
        world.sqs.changeMessageVisibility({ QueueUrl, ReceiptHandle, VisibilityTimeout });
      await world.pass(4 * 3600);
      expect(await refusal(hide(8 * 3600 + 1))).toBe("InvalidParameterValue");
      await hide(8 * 3600);
    },
  },
  {
    name: "making the time longer does not make the twelve hours longer",
    says: TIMEOUT,
    passes: HOURS_12,
    async run(world) {
      const QueueUrl = await world.queue();
      await send(world, QueueUrl);
      const { ReceiptHandle } = await takeOne(world, QueueUrl, { VisibilityTimeout: HOURS_12 });
      const hide = (VisibilityTimeout: number) =>
        world.sqs.changeMessageVisibility({ QueueUrl, ReceiptHandle, VisibilityTimeout });
      for (let hour = 1; hour < 12; hour++) {
        await world.pass(3600);
        await hide((12 - hour) * 3600);
      }
      expect(await refusal(hide(3601))).toBe("InvalidParameterValue");
      await world.pass(3600);
      expect(await take(world, QueueUrl)).toHaveLength(1);
    },
  },
  {
    name: "the twelve hours are those of a receive: the next one has its own",
    says: TIMEOUT,
    open: "whether the hours count from the first receive of all: then a message could never be received for long again",
    passes: HOURS_12 + 60,
    async run(world) {
      const url = await world.queue();
      await send(world, url);
      await take(world, url, { VisibilityTimeout: HOURS_12 });
      await world.pass(HOURS_12 + 60);
      const { ReceiptHandle } = await takeOne(world, url);
      await world.sqs.changeMessageVisibility({ QueueUrl: url, ReceiptHandle, VisibilityTimeout: HOURS_12 });
    },
  },
  {
    name: "the visibility of a message that is visible can't be changed",
    says: CHANGE,
    async run(world) {
      const QueueUrl = await world.queue();
      await send(world, QueueUrl);
      const { ReceiptHandle } = await takeOne(world, QueueUrl, { VisibilityTimeout: 0 });
      const change = world.sqs.changeMessageVisibility({ QueueUrl, ReceiptHandle, VisibilityTimeout: 10 });
      expect(await refusal(change)).toBe("MessageNotInflight");
    },
  },
  {
    name: "the visibility of a message that was deleted can't be changed",
    says: CHANGE,
    open: "which error it is: the service has been seen to say InvalidParameterValue",
    async run(world) {
      const QueueUrl = await world.queue();
      await send(world, QueueUrl);
      const message = await takeOne(world, QueueUrl);
      await forget(world, QueueUrl, [message]);
      const { ReceiptHandle } = message;
      const change = world.sqs.changeMessageVisibility({ QueueUrl, ReceiptHandle, VisibilityTimeout: 10 });
      expect(await refusal(change)).toBe("InvalidParameterValue");
    },
  },
  {
    name: "a handle that is none is refused by a change",
    says: CHANGE,
    async run({ sqs, queue }) {
      const QueueUrl = await queue();
      const change = sqs.changeMessageVisibility({ QueueUrl, ReceiptHandle: "none", VisibilityTimeout: 10 });
      expect(await refusal(change)).toBe("ReceiptHandleIsInvalid");
    },
  },
  {
    name: "a message that is hidden is counted as in flight until its time is over",
    says: api("GetQueueAttributes"),
    passes: 30,
    async run(world) {
      const url = await world.queue();
      await send(world, url, "x");
      expect(bodies(await take(world, url))).toEqual(["x"]);
      expect(await countsOf(world, url)).toEqual(["0", "1", "0"]);
      await world.pass(30);
      expect(await countsOf(world, url)).toEqual(["1", "0", "0"]);
    },
  },
];
