// Messages are deleted, by the handle of a receive.

import { expect } from "vitest";
import { api, type Check } from "./check.ts";
import { countsOf, forget, refusal, send, sendInOrder, take, takeOne } from "./talk.ts";

const DELETE = api("DeleteMessage");
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
];
