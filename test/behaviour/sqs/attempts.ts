// A receive from a FIFO queue that is tried again under its attempt id.

import { expect } from "vitest";
import { api, type Check } from "./check.ts";
import { bodies, forget, refusal, sendInOrder, take, takeOne } from "./talk.ts";

const RECEIVE = api("ReceiveMessage");
const again = { ReceiveRequestAttemptId: "attempt-1" };

export const attempts: readonly Check[] = [
  {
    name: "a receive that is tried again gives the same messages and handles",
    says: RECEIVE,
    async run(world) {
      const url = await world.fifo();
      for (const body of "123") await sendInOrder(world, url, "g", body);
      const first = await take(world, url, { ...again, MaxNumberOfMessages: 2 });
      expect(await take(world, url, { ...again, MaxNumberOfMessages: 2 })).toEqual(first);
      expect(bodies(first)).toEqual(["1", "2"]);
    },
  },
  {
    name: "a receive that is tried again hides the messages anew",
    says: RECEIVE,
    passes: 30,
    async run(world) {
      const url = await world.fifo();
      await sendInOrder(world, url, "g", "x");
      await take(world, url, again);
      await world.pass(20);
      await take(world, url, again);
      await world.pass(10);
      expect(await take(world, url)).toEqual([]);
    },
  },
  {
    name: "another attempt id is another receive",
    says: RECEIVE,
    async run(world) {
      const url = await world.fifo();
      await sendInOrder(world, url, "g", "x");
      await take(world, url, again);
      expect(await take(world, url, { ReceiveRequestAttemptId: "attempt-2" })).toEqual([]);
    },
  },
  {
    name: "a receive can't be tried again once a message of it was deleted",
    says: RECEIVE,
    open: "which error it is: the service has been seen to say InvalidParameterValue",
    async run(world) {
      const url = await world.fifo();
      for (const body of "12") await sendInOrder(world, url, "g", body);
      const first = await takeOne(world, url, again);
      await forget(world, url, [first]);
      expect(await refusal(take(world, url, again))).toBe("InvalidParameterValue");
    },
  },
  {
    name: "a receive can't be tried again once a message of it had its visibility changed",
    says: RECEIVE,
    open: "which error it is: the service has been seen to say InvalidParameterValue",
    async run(world) {
      const QueueUrl = await world.fifo();
      await sendInOrder(world, QueueUrl, "g", "x");
      const { ReceiptHandle } = await takeOne(world, QueueUrl, again);
      await world.sqs.changeMessageVisibility({ QueueUrl, ReceiptHandle, VisibilityTimeout: 100 });
      expect(await refusal(take(world, QueueUrl, again))).toBe("InvalidParameterValue");
    },
  },
  {
    name: "an attempt id is known for five minutes",
    says: RECEIVE,
    passes: 300,
    async run(world) {
      const url = await world.fifo();
      await sendInOrder(world, url, "g", "x");
      await take(world, url, { ...again, VisibilityTimeout: 3600 });
      await world.pass(299);
      expect(await take(world, url, { ...again, VisibilityTimeout: 3600 })).toHaveLength(1);
      await world.pass(1);
      expect(await take(world, url, again)).toEqual([]);
    },
  },
  {
    name: "an attempt id whose messages are visible again is a new receive",
    says: RECEIVE,
    passes: 2,
    async run(world) {
      const url = await world.fifo();
      await sendInOrder(world, url, "g", "x");
      const first = await takeOne(world, url, { ...again, VisibilityTimeout: 1 });
      await world.pass(2);
      const second = await takeOne(world, url, again);
      expect(second.ReceiptHandle).not.toBe(first.ReceiptHandle);
    },
  },
  {
    name: "an attempt id has up to 128 letters, digits and punctuation",
    says: RECEIVE,
    async run(world) {
      const url = await world.fifo();
      await take(world, url, { ReceiveRequestAttemptId: "x".repeat(128) });
      for (const id of ["x".repeat(129), "a b"])
        expect(await refusal(take(world, url, { ReceiveRequestAttemptId: id }))).toBe("InvalidParameterValue");
    },
  },
  {
    name: "a standard queue takes no attempt id",
    says: RECEIVE,
    open: "which error it is: the parameter is for FIFO queues only",
    async run(world) {
      expect(await refusal(take(world, await world.queue(), again))).toBe("InvalidParameterValue");
    },
  },
];
