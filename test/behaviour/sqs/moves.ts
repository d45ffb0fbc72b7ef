// Dead letters are moved back, or elsewhere, by a task.

import { expect } from "vitest";
import { api, type Check, guide, type World } from "./check.ts";
import {
  arnOf,
  bodies,
  countsOf,
  refusal,
  send,
  sendInOrder,
  take,
  takeOne,
  wearOut,
  withDeadLetters,
} from "./talk.ts";

const START = api("StartMessageMoveTask");
const LIST = api("ListMessageMoveTasks");
const CANCEL = api("CancelMessageMoveTask");
const REDRIVE = guide("sqs-configure-dead-letter-queue-redrive");

/** A source, and so many of its messages among its dead letters. */
async function withDead(world: World, count: number, kind: "queue" | "fifo" = "queue") {
  const queues = await withDeadLetters(world, 1, kind);
  for (let n = 0; n < count; n++)
    if (kind === "fifo") await sendInOrder(world, queues.source, "g", `${n}`);
    else await send(world, queues.source, `${n}`);
  await wearOut(world, queues.source, kind === "fifo" ? count : 1);
  return queues;
}

const latest = async ({ sqs }: World, SourceArn: string) =>
  (await sqs.listMessageMoveTasks({ SourceArn })).Results?.[0];

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
  {
    name: "a task is listed with its handle while it runs, and without it when it is over",
    says: api("ListMessageMoveTasksResultEntry"),
    passes: 5,
    async run(world) {
      const { deadArn } = await withDead(world, 1);
      const { TaskHandle } = await world.sqs.startMessageMoveTask({
        SourceArn: deadArn,
        MaxNumberOfMessagesPerSecond: 1,
      });
      const running = await latest(world, deadArn);
      expect([running?.TaskHandle, running?.SourceArn, running?.DestinationArn]).toEqual([
        TaskHandle,
        deadArn,
        undefined,
      ]);
      await world.pass(5);
      expect(await latest(world, deadArn)).not.toHaveProperty("TaskHandle");
    },
  },
  {
    name: "the latest task is listed alone, and up to ten where that is asked for",
    says: LIST,
    passes: 20,
    async run(world) {
      const { deadArn, sourceArn } = await withDead(world, 1);
      for (const DestinationArn of [undefined, sourceArn, undefined]) {
        await world.sqs.startMessageMoveTask({ SourceArn: deadArn, DestinationArn });
        await world.pass(5);
      }
      const one = await world.sqs.listMessageMoveTasks({ SourceArn: deadArn });
      const all = await world.sqs.listMessageMoveTasks({ SourceArn: deadArn, MaxResults: 10 });
      expect([one.Results?.length, all.Results?.map(({ DestinationArn }) => DestinationArn)]).toEqual([
        1,
        [undefined, sourceArn, undefined],
      ]);
      const eleven = world.sqs.listMessageMoveTasks({ SourceArn: deadArn, MaxResults: 11 });
      expect(await refusal(eleven)).toBe("InvalidParameterValue");
    },
  },
  {
    name: "a task that is cancelled moves nothing more, and what it has moved stays",
    says: CANCEL,
    passes: 10,
    async run(world) {
      const { source, dead, deadArn } = await withDead(world, 3);
      const { TaskHandle } = await world.sqs.startMessageMoveTask({
        SourceArn: deadArn,
        MaxNumberOfMessagesPerSecond: 1,
      });
      await world.pass(1);
      const { ApproximateNumberOfMessagesMoved } = await world.sqs.cancelMessageMoveTask({ TaskHandle });
      await world.pass(9);
      expect([ApproximateNumberOfMessagesMoved, await countsOf(world, source), await countsOf(world, dead)]).toEqual([
        1,
        ["1", "0", "0"],
        ["2", "0", "0"],
      ]);
      expect((await latest(world, deadArn))?.Status).toBe("CANCELLED");
    },
  },
  {
    name: "a task can be cancelled while it runs alone",
    says: CANCEL,
    open: "which error it is where it does not run",
    passes: 5,
    async run(world) {
      const { deadArn } = await withDead(world, 1);
      const { TaskHandle } = await world.sqs.startMessageMoveTask({ SourceArn: deadArn });
      await world.pass(5);
      expect(await refusal(world.sqs.cancelMessageMoveTask({ TaskHandle }))).toBe("InvalidParameterValue");
    },
  },
  {
    name: "a handle of a task that is none is refused",
    says: CANCEL,
    open: "which error it is: the service has been seen to say InvalidParameterValue",
    async run({ sqs }) {
      expect(await refusal(sqs.cancelMessageMoveTask({ TaskHandle: "none" }))).toBe("InvalidParameterValue");
    },
  },
  {
    name: "one task runs for a queue at a time",
    says: START,
    open: "which error it is: the service has been seen to say InvalidParameterValue",
    async run(world) {
      const { deadArn } = await withDead(world, 2);
      await world.sqs.startMessageMoveTask({ SourceArn: deadArn, MaxNumberOfMessagesPerSecond: 1 });
      expect(await refusal(world.sqs.startMessageMoveTask({ SourceArn: deadArn }))).toBe("InvalidParameterValue");
    },
  },
  {
    name: "only dead-letter queues are moved from",
    says: START,
    open: "which error it is: the service has been seen to say InvalidParameterValue",
    async run(world) {
      const SourceArn = await arnOf(world, await world.queue());
      expect(await refusal(world.sqs.startMessageMoveTask({ SourceArn }))).toBe("InvalidParameterValue");
    },
  },
  {
    name: "queues that are not there are neither moved from nor to, nor listed",
    says: START,
    async run(world) {
      const { deadArn } = await withDeadLetters(world, 1);
      const gone = deadArn.replace(/[^:]+$/, world.name());
      expect([
        await refusal(world.sqs.startMessageMoveTask({ SourceArn: gone })),
        await refusal(world.sqs.startMessageMoveTask({ SourceArn: deadArn, DestinationArn: gone })),
        await refusal(world.sqs.listMessageMoveTasks({ SourceArn: gone })),
      ]).toEqual(Array(3).fill("ResourceNotFoundException"));
    },
  },
  {
    name: "a FIFO dead-letter queue is not moved to a standard queue",
    says: REDRIVE,
    async run(world) {
      const { deadArn } = await withDead(world, 1, "fifo");
      const DestinationArn = await arnOf(world, await world.queue());
      const start = world.sqs.startMessageMoveTask({ SourceArn: deadArn, DestinationArn });
      expect(await refusal(start)).not.toMatch("nothing");
    },
  },
  {
    name: "a task fails, and says why, where its destination is deleted",
    says: api("ListMessageMoveTasksResultEntry"),
    passes: 5,
    async run(world) {
      const { dead, deadArn } = await withDead(world, 3);
      const QueueUrl = await world.queue();
      const DestinationArn = await arnOf(world, QueueUrl);
      const order = { SourceArn: deadArn, DestinationArn, MaxNumberOfMessagesPerSecond: 1 };
      await world.sqs.startMessageMoveTask(order);
      await world.pass(1);
      await world.sqs.deleteQueue({ QueueUrl });
      await world.pass(4);
      expect(await latest(world, deadArn)).toMatchObject({
        Status: "FAILED",
        FailureReason: "AWS.SimpleQueueService.NonExistentQueue",
        ApproximateNumberOfMessagesMoved: 1,
      });
      expect(await countsOf(world, dead)).toEqual(["2", "0", "0"]);
    },
  },
  {
    name: "a task fails for a message that was never in another queue, where none is named",
    says: START,
    open: "what becomes of such a message: the service has been seen to give this reason",
    passes: 5,
    async run(world) {
      const { dead, deadArn } = await withDeadLetters(world, 1);
      await send(world, dead);
      await world.sqs.startMessageMoveTask({ SourceArn: deadArn });
      await world.pass(5);
      expect(await latest(world, deadArn)).toMatchObject({
        Status: "FAILED",
        FailureReason: "CouldNotDetermineMessageSource",
      });
    },
  },
];
