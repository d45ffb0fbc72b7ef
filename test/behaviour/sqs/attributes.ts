// What queues are set to, and what they count.

import { expect } from "vitest";
import { api, type Check, guide } from "./check.ts";
import { arnOf, attributesOf, countsOf, refusal, send, take } from "./talk.ts";

/** Name, least, most, default: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const RANGES = [
  ["DelaySeconds", 0, 900, 0],
  ["MaximumMessageSize", 1024, 1_048_576, 1_048_576],
  ["MessageRetentionPeriod", 60, 1_209_600, 345_600],
  ["ReceiveMessageWaitTimeSeconds", 0, 20, 0],
  ["VisibilityTimeout", 0, 43_200, 30],
] as const;

export const attributes: readonly Check[] = [
  ...RANGES.flatMap(([name, least, most, preset]): readonly Check[] => [
    {
      name: `${name} is ${preset} by default`,
      says: api("CreateQueue"),
      run: async (world) => expect((await attributesOf(world, await world.queue()))[name]).toBe(`${preset}`),
    },
    {
      name: `${name} is from ${least} to ${most}`,
      says: api("SetQueueAttributes"),
      async run(world) {
        const QueueUrl = await world.queue();
        const set = (value: number) => world.sqs.setQueueAttributes({ QueueUrl, Attributes: { [name]: `${value}` } });
        for (const value of [least, most]) {
          await set(value);
          expect((await attributesOf(world, QueueUrl))[name]).toBe(`${value}`);
        }
        expect([await refusal(set(least - 1)), await refusal(set(most + 1))]).toEqual([
          "InvalidAttributeValue",
          "InvalidAttributeValue",
        ]);
      },
    },
  ]),
  {
    name: "a value that is no number is refused when a queue is made",
    says: api("CreateQueue"),
    async run({ queue }) {
      expect(await refusal(queue({ VisibilityTimeout: "soon" }))).toBe("InvalidAttributeValue");
    },
  },
  {
    name: "an attribute that is none is refused when a queue is made",
    says: api("CreateQueue"),
    async run({ queue }) {
      expect(await refusal(queue({ Colour: "red" }))).toBe("InvalidAttributeName");
    },
  },
  {
    name: "an attribute that is none can't be set, nor asked for",
    says: api("GetQueueAttributes"),
    async run({ sqs, queue }) {
      const QueueUrl = await queue();
      const asked = ["Colour"] as unknown as "All"[];
      const Attributes: Record<string, string> = { Colour: "red" };
      expect([
        await refusal(sqs.setQueueAttributes({ QueueUrl, Attributes })),
        await refusal(sqs.getQueueAttributes({ QueueUrl, AttributeNames: asked })),
      ]).toEqual(["InvalidAttributeName", "InvalidAttributeName"]);
    },
  },
  {
    name: "a queue says nothing where no attribute is asked for",
    says: api("GetQueueAttributes"),
    async run({ sqs, queue }) {
      expect((await sqs.getQueueAttributes({ QueueUrl: await queue() })).Attributes ?? {}).toEqual({});
    },
  },
  {
    name: "a queue gives just the attributes that are asked for",
    says: api("GetQueueAttributes"),
    async run({ sqs, queue }) {
      const QueueUrl = await queue();
      const { Attributes } = await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ["DelaySeconds", "Policy"] });
      expect(Attributes).toEqual({ DelaySeconds: "0" });
    },
  },
  {
    name: "a standard queue has the attributes of one, and none of a FIFO queue",
    says: api("GetQueueAttributes"),
    async run(world) {
      expect(Object.keys(await attributesOf(world, await world.queue())).sort()).toEqual(
        [
          ..."ApproximateNumberOfMessages ApproximateNumberOfMessagesDelayed CreatedTimestamp DelaySeconds".split(" "),
          ..."ApproximateNumberOfMessagesNotVisible LastModifiedTimestamp MaximumMessageSize QueueArn".split(" "),
          ..."MessageRetentionPeriod ReceiveMessageWaitTimeSeconds SqsManagedSseEnabled VisibilityTimeout".split(" "),
        ].sort(),
      );
    },
  },
  {
    name: "a FIFO queue says that it is one, and how it takes messages apart",
    says: api("CreateQueue"),
    async run(world) {
      expect(await attributesOf(world, await world.fifo())).toMatchObject({
        FifoQueue: "true",
        ContentBasedDeduplication: "false",
        DeduplicationScope: "queue",
        FifoThroughputLimit: "perQueue",
      });
    },
  },
  {
    name: "a standard queue never becomes a FIFO queue",
    says: api("CreateQueue"),
    async run({ sqs, queue }) {
      const set = sqs.setQueueAttributes({ QueueUrl: await queue(), Attributes: { FifoQueue: "true" } });
      expect(await refusal(set)).toBe("InvalidAttributeName");
    },
  },
  {
    name: "attributes of FIFO queues are refused by a standard queue",
    says: api("SetQueueAttributes"),
    async run({ queue }) {
      expect(await refusal(queue({ ContentBasedDeduplication: "true" }))).toBe("InvalidAttributeName");
    },
  },
  {
    name: "a throughput limit per group goes only with deduplication per group",
    says: api("SetQueueAttributes"),
    async run({ fifo }) {
      expect(await refusal(fifo({ FifoThroughputLimit: "perMessageGroupId" }))).toBe("InvalidAttributeValue");
      await fifo({ FifoThroughputLimit: "perMessageGroupId", DeduplicationScope: "messageGroup" });
    },
  },
  {
    name: "a queue's ARN has its region, account and name",
    says: guide("sqs-queue-message-identifiers"),
    async run(world) {
      const url = await world.queue();
      expect(await arnOf(world, url)).toBe(`arn:aws:sqs:eu-west-1:${world.account}:${url.split("/").at(-1)}`);
    },
  },
  {
    name: "times of a queue are in whole seconds, and a change moves the later one",
    says: api("GetQueueAttributes"),
    passes: 2,
    async run(world) {
      const QueueUrl = await world.queue();
      await world.pass(2);
      await world.sqs.setQueueAttributes({ QueueUrl, Attributes: { DelaySeconds: "1" } });
      const { CreatedTimestamp = "", LastModifiedTimestamp = "" } = await attributesOf(world, QueueUrl);
      expect(CreatedTimestamp).toMatch(/^\d{10}$/);
      expect(Number(LastModifiedTimestamp)).toBeGreaterThan(Number(CreatedTimestamp));
    },
  },
  {
    name: "a queue counts what is visible, in flight and delayed",
    says: api("GetQueueAttributes"),
    async run(world) {
      const url = await world.queue();
      for (const DelaySeconds of [0, 0, 0, 60]) await send(world, url, "x", { DelaySeconds });
      await take(world, url, { MaxNumberOfMessages: 1 });
      expect(await countsOf(world, url)).toEqual(["2", "1", "1"]);
    },
  },
];
