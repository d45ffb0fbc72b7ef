// Dead letters are moved back, or elsewhere, by a task.

import { expect } from "vitest";
import { api, type Check, guide } from "./check.ts";
import {
  arnOf,
  bodies,
  countsOf,
  latest,
  refusal,
  send,
  take,
  takeOne,
  wearOut,
  withDead,
  withDeadLetters,
} from "./talk.ts";

const START = api("StartMessageMoveTask");
const REDRIVE = guide("sqs-configure-dead-letter-queue-redrive");

export const moves: readonly Check[] = [
  {
    name: "dead letters go back to the queues that they come from",
    says: START,
    passes: 2,
    async run(world) {
      const { source, dead, deadArn } = await withDead(world, 2);
      await world.sqs.startMessageMoveTask({ SourceArn: deadArn });
      await world.pass(2);
      expect([bodies(await take(world, source)).toSorted(), await countsOf(world, dead)]).toEqual([
        ["0", "1"],
        ["0", "0", "0"],
      ]);
    },
  },
  {
    name: "dead letters of several queues go back each to its own",
    says: START,
    passes: 2,
    async run(world) {
      const { source, deadArn } = await withDead(world, 1);
      const other = await world.queue({
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadArn, maxReceiveCount: 1 }),
      });
      await send(world, other, "other");
      await wearOut(world, other, 1);
      await world.sqs.startMessageMoveTask({ SourceArn: deadArn });
      await world.pass(2);
      expect([bodies(await take(world, source)), bodies(await take(world, other))]).toEqual([["0"], ["other"]]);
    },
  },
  {
    name: "dead letters go to another queue where one is named",
    says: START,
    passes: 2,
    async run(world) {
      const { source, deadArn } = await withDead(world, 2);
      const other = await world.queue();
      await world.sqs.startMessageMoveTask({ SourceArn: deadArn, DestinationArn: await arnOf(world, other) });
      await world.pass(2);
      expect([await countsOf(world, source), await countsOf(world, other)]).toEqual([
        ["0", "0", "0"],
        ["2", "0", "0"],
      ]);
    },
  },
  {
    name: "a message that was moved is new: its id, its time, its count of receives",
    says: REDRIVE,
    passes: 2,
    async run(world) {
      const { source, dead, deadArn } = await withDead(world, 1);
      const ALL = { MessageSystemAttributeNames: ["All" as const] };
      const before = await takeOne(world, dead, { ...ALL, VisibilityTimeout: 0 });
      await world.sqs.startMessageMoveTask({ SourceArn: deadArn });
      await world.pass(2);
      const after = await takeOne(world, source, ALL);
      expect(after.MessageId).not.toBe(before.MessageId);
      expect(Number(after.Attributes?.SentTimestamp)).toBeGreaterThan(Number(before.Attributes?.SentTimestamp));
      expect(after.Attributes?.ApproximateReceiveCount).toBe("1");
    },
  },
  {
    name: "the retention of a message that was moved starts anew",
    says: REDRIVE,
    passes: 500_000,
    async run(world) {
      const { source, deadArn } = await withDead(world, 1);
      await world.pass(300_000);
      await world.sqs.startMessageMoveTask({ SourceArn: deadArn });
      await world.pass(200_000);
      expect(await take(world, source)).toHaveLength(1);
    },
  },
  {
    name: "dead letters are moved oldest first, those of a FIFO group in their order",
    says: REDRIVE,
    passes: 2,
    async run(world) {
      const { source, deadArn } = await withDead(world, 3, "fifo");
      await world.sqs.startMessageMoveTask({ SourceArn: deadArn });
      await world.pass(2);
      expect(bodies(await take(world, source))).toEqual(["0", "1", "2"]);
    },
  },
  {
    name: "a task moves as many a second as it was told, and says how far it is",
    says: START,
    passes: 10,
    async run(world) {
      const { deadArn } = await withDead(world, 6);
      await world.sqs.startMessageMoveTask({ SourceArn: deadArn, MaxNumberOfMessagesPerSecond: 2 });
      await world.pass(2);
      expect(await latest(world, deadArn)).toMatchObject({
        Status: "RUNNING",
        ApproximateNumberOfMessagesMoved: 4,
        ApproximateNumberOfMessagesToMove: 6,
        MaxNumberOfMessagesPerSecond: 2,
      });
      await world.pass(8);
      expect(await latest(world, deadArn)).toMatchObject({ Status: "COMPLETED", ApproximateNumberOfMessagesMoved: 6 });
    },
  },
  {
    name: "a task without a rate of its own moves no more than 500 a second",
    says: START,
    open: "how the service finds a rate of its own: the most that can be asked for is taken here",
    passes: 3,
    fills: true,
    async run(world) {
      const { dead, deadArn } = await withDeadLetters(world, 1);
      const other = await world.queue();
      world.fill(dead, 1000);
      await world.sqs.startMessageMoveTask({ SourceArn: deadArn, DestinationArn: await arnOf(world, other) });
      await world.pass(1);
      expect(await countsOf(world, other)).toEqual(["500", "0", "0"]);
      await world.pass(1);
      expect(await countsOf(world, other)).toEqual(["1000", "0", "0"]);
    },
  },
  ...[0, 501].map(
    (MaxNumberOfMessagesPerSecond): Check => ({
      name: `a task of ${MaxNumberOfMessagesPerSecond} messages a second is refused`,
      says: START,
      async run(world) {
        const { deadArn } = await withDeadLetters(world, 1);
        const start = world.sqs.startMessageMoveTask({ SourceArn: deadArn, MaxNumberOfMessagesPerSecond });
        expect(await refusal(start)).toBe("InvalidParameterValue");
      },
    }),
  ),
];
