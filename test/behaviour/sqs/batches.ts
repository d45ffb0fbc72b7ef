// Batches: what holds for the whole request, and what fails alone.

import type { SendMessageBatchRequestEntry } from "@aws-sdk/client-sqs";
import { expect } from "vitest";
import { api, type Check, type World } from "./check.ts";
import { bodies, countsOf, refusal, send, take, takeOne } from "./talk.ts";

const SEND = api("SendMessageBatch");
const entry = (Id: string, MessageBody = "x"): SendMessageBatchRequestEntry => ({ Id, MessageBody });
const entries = (count: number) => Array.from({ length: count }, (_, n) => entry(`e${n}`, `${n}`));

/** Each kind of batch with these ids: what it is refused with. */
async function refusals({ sqs, queue }: World, ids: readonly string[]): Promise<readonly string[]> {
  const QueueUrl = await queue();
  const handles = ids.map((Id) => ({ Id, ReceiptHandle: "none" }));
  return [
    await refusal(sqs.sendMessageBatch({ QueueUrl, Entries: ids.map((id) => entry(id)) })),
    await refusal(sqs.deleteMessageBatch({ QueueUrl, Entries: handles })),
    await refusal(
      sqs.changeMessageVisibilityBatch({
        QueueUrl,
        Entries: handles.map((each) => ({ ...each, VisibilityTimeout: 1 })),
      }),
    ),
  ];
}

const refused = (what: string, ids: readonly string[], code: string): Check => ({
  name: `a batch of any kind is refused with ${what}`,
  says: SEND,
  run: async (world) => expect(await refusals(world, ids)).toEqual([code, code, code]),
});

export const batches: readonly Check[] = [
  {
    name: "ten messages are sent at once, each with an answer by its id",
    says: SEND,
    async run(world) {
      const QueueUrl = await world.queue();
      const { Successful, Failed } = await world.sqs.sendMessageBatch({ QueueUrl, Entries: entries(10) });
      expect([Successful?.map(({ Id }) => Id).toSorted(), Failed ?? []]).toEqual([entries(10).map(({ Id }) => Id), []]);
      expect(bodies(await take(world, QueueUrl)).toSorted()).toEqual(entries(10).map(({ MessageBody }) => MessageBody));
    },
  },
  refused("no entry", [], "EmptyBatchRequest"),
  refused(
    "eleven entries",
    entries(11).map(({ Id }) => Id ?? ""),
    "TooManyEntriesInBatchRequest",
  ),
  refused("two entries of one id", ["a", "a"], "BatchEntryIdsNotDistinct"),
  refused("an id with a dot", ["a.b"], "InvalidBatchEntryId"),
  refused("an id of 81 characters", ["x".repeat(81)], "InvalidBatchEntryId"),
  {
    name: "an id of 80 letters, digits, hyphens and underscores is taken",
    says: SEND,
    async run({ sqs, queue }) {
      const Id = "aZ9-_".padEnd(80, "x");
      const { Successful } = await sqs.sendMessageBatch({ QueueUrl: await queue(), Entries: [entry(Id)] });
      expect(Successful?.map((each) => each.Id)).toEqual([Id]);
    },
  },
  {
    name: "a batch of 1 MiB together is taken",
    says: SEND,
    async run({ sqs, queue }) {
      const Entries = ["a", "b"].map((id) => entry(id, "x".repeat(524_288)));
      const { Successful } = await sqs.sendMessageBatch({ QueueUrl: await queue(), Entries });
      expect(Successful).toHaveLength(2);
    },
  },
  {
    name: "a batch of more than 1 MiB together is refused, and nothing of it is sent",
    says: SEND,
    async run(world) {
      const QueueUrl = await world.queue();
      const Entries = [entry("a", "x".repeat(524_288)), entry("b", "x".repeat(524_289))];
      expect(await refusal(world.sqs.sendMessageBatch({ QueueUrl, Entries }))).toBe("BatchRequestTooLong");
      expect(await countsOf(world, QueueUrl)).toEqual(["0", "0", "0"]);
    },
  },
  {
    name: "an entry that is refused fails alone, by its id, as the sender's fault",
    says: SEND,
    async run(world) {
      const QueueUrl = await world.queue();
      const Entries = [entry("good"), entry("bad", "\u0001"), { ...entry("late"), DelaySeconds: 901 }, entry("fine")];
      const { Successful, Failed } = await world.sqs.sendMessageBatch({ QueueUrl, Entries });
      expect(Successful?.map(({ Id }) => Id)).toEqual(["good", "fine"]);
      expect(Failed?.map(({ Id, SenderFault, Code }) => [Id, SenderFault, Code])).toEqual([
        ["bad", true, "InvalidMessageContents"],
        ["late", true, "InvalidParameterValue"],
      ]);
      expect(await countsOf(world, QueueUrl)).toEqual(["2", "0", "0"]);
    },
  },
  {
    name: "an entry without a group fails alone in a FIFO queue",
    says: SEND,
    async run({ sqs, fifo }) {
      const Entries = [
        { ...entry("good"), MessageGroupId: "g", MessageDeduplicationId: "1" },
        { ...entry("bad"), MessageDeduplicationId: "2" },
      ];
      const { Successful, Failed } = await sqs.sendMessageBatch({ QueueUrl: await fifo(), Entries });
      expect([Successful?.map(({ Id }) => Id), Failed?.map(({ Id }) => Id)]).toEqual([["good"], ["bad"]]);
    },
  },
  {
    name: "entries of a batch have delays of their own",
    says: SEND,
    async run(world) {
      const QueueUrl = await world.queue();
      const Entries = [{ ...entry("a", "late"), DelaySeconds: 60 }, entry("b", "now")];
      await world.sqs.sendMessageBatch({ QueueUrl, Entries });
      expect(await countsOf(world, QueueUrl)).toEqual(["1", "0", "1"]);
    },
  },
  {
    name: "entries of a batch have trace headers of their own",
    says: SEND,
    async run(world) {
      const QueueUrl = await world.queue();
      const AWSTraceHeader = { DataType: "String", StringValue: "Root=1-5759e988-bd862e3fe1be46a994272793" };
      const Entries = [{ ...entry("a"), MessageSystemAttributes: { AWSTraceHeader } }];
      const { Successful } = await world.sqs.sendMessageBatch({ QueueUrl, Entries });
      expect(Successful?.[0]?.MD5OfMessageSystemAttributes).toMatch(/^[0-9a-f]{32}$/);
      const { Attributes } = await takeOne(world, QueueUrl, { MessageSystemAttributeNames: ["AWSTraceHeader"] });
      expect(Attributes?.["AWSTraceHeader"]).toBe(AWSTraceHeader.StringValue);
    },
  },
  {
    name: "a batch to a FIFO queue is in the order of its entries",
    says: SEND,
    async run(world) {
      const QueueUrl = await world.fifo({ ContentBasedDeduplication: "true" });
      const Entries = entries(10).map((each) => ({ ...each, MessageGroupId: "g" }));
      await world.sqs.sendMessageBatch({ QueueUrl, Entries });
      expect(bodies(await take(world, QueueUrl))).toEqual(Entries.map(({ MessageBody }) => MessageBody));
    },
  },
  {
    name: "a handle that is none fails alone in a batch of deletes",
    says: api("DeleteMessageBatch"),
    async run(world) {
      const QueueUrl = await world.queue();
      await send(world, QueueUrl);
      const { ReceiptHandle } = await takeOne(world, QueueUrl);
      const Entries = [
        { Id: "good", ReceiptHandle },
        { Id: "bad", ReceiptHandle: "none" },
      ];
      const { Successful, Failed } = await world.sqs.deleteMessageBatch({ QueueUrl, Entries });
      expect([Successful?.map(({ Id }) => Id), Failed?.map(({ Id, Code }) => [Id, Code])]).toEqual([
        ["good"],
        [["bad", "ReceiptHandleIsInvalid"]],
      ]);
      expect(await countsOf(world, QueueUrl)).toEqual(["0", "0", "0"]);
    },
  },
  {
    name: "each entry of a batch of changes has a time of its own, and fails alone",
    says: api("ChangeMessageVisibilityBatch"),
    async run(world) {
      const QueueUrl = await world.queue();
      await world.sqs.sendMessageBatch({ QueueUrl, Entries: entries(3) });
      const [one, two, three] = await take(world, QueueUrl);
      const change = (Id: string, ReceiptHandle: string | undefined, VisibilityTimeout: number) => ({
        Id,
        ReceiptHandle,
        VisibilityTimeout,
      });
      const Entries = [
        change("shown", one?.ReceiptHandle, 0),
        change("long", two?.ReceiptHandle, 43_201),
        change("kept", three?.ReceiptHandle, 60),
      ];
      const { Successful, Failed } = await world.sqs.changeMessageVisibilityBatch({ QueueUrl, Entries });
      expect([Successful?.map(({ Id }) => Id), Failed?.map(({ Id }) => Id)]).toEqual([["shown", "kept"], ["long"]]);
      expect(bodies(await take(world, QueueUrl))).toEqual([one?.Body]);
    },
  },
];
