// Messages that were received too often go to the dead-letter queue.

import { expect } from "vitest";
import { api, type Check, guide } from "./check.ts";
import { bodies, countsOf, send, sendInOrder, take, takeOne, wearOut, withDeadLetters } from "./talk.ts";

const DEAD = guide("sqs-dead-letter-queues");
const DAY = 86_400;
export const deadLetters: readonly Check[] = [
  {
    name: "a message goes to the dead letters once it was received as often as it may be, and not before",
    says: DEAD,
    async run(world) {
      const { source, dead } = await withDeadLetters(world, 2);
      await send(world, source, "poison");
      for (let n = 0; n < 2; n++) expect(await take(world, source, { VisibilityTimeout: 0 })).toHaveLength(1);
      expect(await countsOf(world, dead)).toEqual(["0", "0", "0"]);
      expect(await take(world, source)).toEqual([]);
      expect(bodies(await take(world, dead))).toEqual(["poison"]);
    },
  },
  {
    name: "a dead letter keeps its id, its attributes and its count of receives over all queues",
    says: api("ReceiveMessage"),
    async run(world) {
      const { source, dead } = await withDeadLetters(world, 1);
      const MessageAttributes = { a: { DataType: "String", StringValue: "1" } };
      const { MessageId } = await send(world, source, "x", { MessageAttributes });
      await wearOut(world, source, 1);
      const letter = await takeOne(world, dead, {
        MessageAttributeNames: ["All"],
        MessageSystemAttributeNames: ["ApproximateReceiveCount"],
      });
      expect([letter.MessageId, letter.MessageAttributes, letter.Attributes]).toEqual([
        MessageId,
        MessageAttributes,
        { ApproximateReceiveCount: "2" },
      ]);
    },
  },
  {
    name: "a dead letter says which queue it comes from",
    says: DEAD,
    async run(world) {
      const { source, dead, sourceArn } = await withDeadLetters(world, 1);
      await send(world, source);
      await wearOut(world, source, 1);
      const { Attributes } = await takeOne(world, dead, { MessageSystemAttributeNames: ["DeadLetterQueueSourceArn"] });
      expect(Attributes).toEqual({ DeadLetterQueueSourceArn: sourceArn });
    },
  },
  {
    name: "a dead letter of a standard queue is as old as its message",
    says: DEAD,
    passes: 4 * DAY,
    async run(world) {
      const { source, dead } = await withDeadLetters(world, 1);
      await send(world, source);
      await world.pass(3 * DAY);
      await wearOut(world, source, 1);
      await world.pass(DAY - 1);
      expect(await countsOf(world, dead)).toEqual(["1", "0", "0"]);
      await world.pass(1);
      expect(await countsOf(world, dead)).toEqual(["0", "0", "0"]);
    },
  },
  {
    name: "a dead letter of a FIFO queue is as old as its move",
    says: DEAD,
    passes: 7 * DAY,
    async run(world) {
      const { source, dead } = await withDeadLetters(world, 1, "fifo");
      await sendInOrder(world, source, "g", "x");
      await world.pass(3 * DAY);
      await wearOut(world, source, 1);
      await world.pass(4 * DAY - 1);
      expect(await countsOf(world, dead)).toEqual(["1", "0", "0"]);
      await world.pass(1);
      expect(await countsOf(world, dead)).toEqual(["0", "0", "0"]);
    },
  },
  {
    name: "a dead letter of a FIFO queue has its message id as deduplication id",
    says: guide("sqs-configure-dead-letter-queue-redrive"),
    async run(world) {
      const { source, dead } = await withDeadLetters(world, 1, "fifo");
      const { MessageId } = await sendInOrder(world, source, "g", "x");
      await wearOut(world, source, 1);
      const { Attributes } = await takeOne(world, dead, { MessageSystemAttributeNames: ["All"] });
      expect([Attributes?.["MessageDeduplicationId"], Attributes?.["MessageGroupId"]]).toEqual([MessageId, "g"]);
    },
  },
  {
    name: "a group of a FIFO queue goes on behind a dead letter",
    says: DEAD,
    async run(world) {
      const { source } = await withDeadLetters(world, 1, "fifo");
      for (const body of ["poison", "good"]) await sendInOrder(world, source, "g", body);
      await take(world, source, { MaxNumberOfMessages: 1, VisibilityTimeout: 0 });
      expect(bodies(await take(world, source))).toEqual(["good"]);
    },
  },
  {
    name: "a message that was received often comes after others in a standard queue",
    says: DEAD,
    async run(world) {
      const { source } = await withDeadLetters(world, 10);
      await send(world, source, "often");
      for (let n = 0; n < 2; n++) await take(world, source, { VisibilityTimeout: 0 });
      const { ReceiptHandle } = await takeOne(world, source);
      await send(world, source, "new");
      await world.sqs.changeMessageVisibility({ QueueUrl: source, ReceiptHandle, VisibilityTimeout: 0 });
      expect(bodies(await take(world, source, { MaxNumberOfMessages: 1 }))).toEqual(["new"]);
    },
  },
];
