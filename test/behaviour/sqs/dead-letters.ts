// Messages that were received too often go to the dead-letter queue.

import { expect } from "vitest";
import { api, type Check, guide } from "./check.ts";
import {
  arnOf,
  attributesOf,
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

const DEAD = guide("sqs-dead-letter-queues");
const SET = api("SetQueueAttributes");
const DAY = 86_400;
const to = (deadLetterTargetArn: string, maxReceiveCount: unknown = 1) => ({
  RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount }),
});

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
  {
    name: "a queue gives up after ten receives where the policy does not say",
    says: SET,
    async run(world) {
      const deadLetterTargetArn = await arnOf(world, await world.queue());
      const url = await world.queue({ RedrivePolicy: JSON.stringify({ deadLetterTargetArn }) });
      const { RedrivePolicy = "{}" } = await attributesOf(world, url);
      expect(Number(JSON.parse(RedrivePolicy).maxReceiveCount)).toBe(10);
    },
  },
  ...[0, 1001, "many"].map(
    (maxReceiveCount): Check => ({
      name: `a limit of ${maxReceiveCount} receives is refused`,
      says: guide("sqs-configure-dead-letter-queue"),
      async run(world) {
        const dead = await arnOf(world, await world.queue());
        expect(await refusal(world.queue(to(dead, maxReceiveCount)))).toMatch(/^Invalid(Attribute|Parameter)Value$/);
      },
    }),
  ),
  {
    name: "a limit may be a text of digits",
    says: SET,
    open: "whether it is a number or a text: both are in use",
    async run(world) {
      await world.queue(to(await arnOf(world, await world.queue()), "5"));
    },
  },
  {
    name: "a dead-letter queue has to be there",
    says: SET,
    async run(world) {
      const gone = (await arnOf(world, await world.queue())).replace(/[^:]+$/, world.name());
      expect(await refusal(world.queue(to(gone)))).toBe("InvalidParameterValue");
    },
  },
  {
    name: "a target that is no ARN is refused",
    says: SET,
    async run(world) {
      expect(await refusal(world.queue(to("dead")))).toBe("InvalidParameterValue");
    },
  },
  {
    name: "a dead-letter queue is of its source's type",
    says: SET,
    async run(world) {
      const [standard, fifo] = [await arnOf(world, await world.queue()), await arnOf(world, await world.fifo())];
      expect([await refusal(world.queue(to(fifo))), await refusal(world.fifo(to(standard)))]).toEqual([
        "InvalidParameterValue",
        "InvalidParameterValue",
      ]);
    },
  },
  {
    name: "a queue that takes no dead letters is no one's dead-letter queue",
    says: SET,
    async run(world) {
      const closed = await world.queue({ RedriveAllowPolicy: '{"redrivePermission":"denyAll"}' });
      expect(await refusal(world.queue(to(await arnOf(world, closed))))).toBe("InvalidParameterValue");
    },
  },
  {
    name: "a queue that takes dead letters by queue takes those of the queues that it names",
    says: SET,
    async run(world) {
      const friend = await world.queue();
      const policy = { redrivePermission: "byQueue", sourceQueueArns: [await arnOf(world, friend)] };
      const dead = await arnOf(world, await world.queue({ RedriveAllowPolicy: JSON.stringify(policy) }));
      await world.sqs.setQueueAttributes({ QueueUrl: friend, Attributes: to(dead) });
      expect(await refusal(world.queue(to(dead)))).toBe("InvalidParameterValue");
    },
  },
  {
    name: "a queue names at most ten whose dead letters it takes",
    says: SET,
    async run(world) {
      const policy = (count: number) => ({
        RedriveAllowPolicy: JSON.stringify({
          redrivePermission: "byQueue",
          sourceQueueArns: Array.from({ length: count }, (_, n) => `arn:aws:sqs:eu-west-1:${world.account}:q${n}`),
        }),
      });
      await world.queue(policy(10));
      expect(await refusal(world.queue(policy(11)))).toMatch(/^Invalid(Attribute|Parameter)Value$/);
    },
  },
  {
    name: "sources of a dead-letter queue are listed, in pages where that is asked for",
    says: api("ListDeadLetterSourceQueues"),
    async run(world) {
      const QueueUrl = await world.queue();
      const dead = await arnOf(world, QueueUrl);
      const sources = [await world.queue(to(dead)), await world.queue(to(dead)), await world.queue(to(dead))];
      const all = await world.sqs.listDeadLetterSourceQueues({ QueueUrl });
      expect([all.queueUrls?.toSorted(), all.NextToken]).toEqual([sources.toSorted(), undefined]);
      const first = await world.sqs.listDeadLetterSourceQueues({ QueueUrl, MaxResults: 2 });
      const rest = await world.sqs.listDeadLetterSourceQueues({ QueueUrl, MaxResults: 2, NextToken: first.NextToken });
      expect([first.queueUrls?.length, rest.queueUrls?.length, rest.NextToken]).toEqual([2, 1, undefined]);
    },
  },
  {
    name: "a queue that is no one's dead-letter queue has no sources",
    says: api("ListDeadLetterSourceQueues"),
    async run({ sqs, queue }) {
      expect((await sqs.listDeadLetterSourceQueues({ QueueUrl: await queue() })).queueUrls ?? []).toEqual([]);
    },
  },
];
