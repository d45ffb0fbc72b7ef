// Tasks that move dead letters are listed, cancelled, refused, and fail.

import { expect } from "vitest";
import { api, type Check, guide } from "./check.ts";
import { arnOf, countsOf, latest, refusal, send, withDead, withDeadLetters } from "./talk.ts";

const START = api("StartMessageMoveTask");
const LIST = api("ListMessageMoveTasks");
const CANCEL = api("CancelMessageMoveTask");
const REDRIVE = guide("sqs-configure-dead-letter-queue-redrive");

export const moveTasks: readonly Check[] = [
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
