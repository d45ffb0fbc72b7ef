// FIFO queues take a message once within five minutes.

import { createHash } from "node:crypto";
import { expect } from "vitest";
import { api, type Check, guide } from "./check.ts";
import { bodies, countsOf, forget, refusal, send, sendInOrder, take, takeOne } from "./talk.ts";

const ONCE = guide("FIFO-queues-exactly-once-processing");
const SEND = api("SendMessage");

export const deduplication: readonly Check[] = [
  {
    name: "a message with an id that was sent before is accepted, and does not come",
    says: SEND,
    async run(world) {
      const url = await world.fifo();
      for (const body of ["first", "second"]) await sendInOrder(world, url, "g", body, { MessageDeduplicationId: "d" });
      expect(bodies(await take(world, url))).toEqual(["first"]);
    },
  },
  {
    name: "a duplicate gets the message id and the sequence number of the first",
    says: ONCE,
    open: "what a sender is told of a duplicate: the service has been seen to repeat its first answer",
    async run(world) {
      const url = await world.fifo();
      const once = () => sendInOrder(world, url, "g", "x", { MessageDeduplicationId: "d" });
      const [first, second] = [await once(), await once()];
      expect([second.MessageId, second.SequenceNumber]).toEqual([first.MessageId, first.SequenceNumber]);
    },
  },
  {
    name: "an id is known after its message was received and deleted",
    says: SEND,
    async run(world) {
      const url = await world.fifo();
      const once = () => sendInOrder(world, url, "g", "x", { MessageDeduplicationId: "d" });
      await once();
      await forget(world, url, await take(world, url));
      await once();
      expect(await countsOf(world, url)).toEqual(["0", "0", "0"]);
    },
  },
  {
    name: "an id is known for five minutes, and no longer",
    says: ONCE,
    passes: 300,
    async run(world) {
      const url = await world.fifo();
      const once = () => sendInOrder(world, url, "g", "x", { MessageDeduplicationId: "d" });
      await once();
      await world.pass(299);
      await once();
      expect(await countsOf(world, url)).toEqual(["1", "0", "0"]);
      await world.pass(1);
      await once();
      expect(await countsOf(world, url)).toEqual(["2", "0", "0"]);
    },
  },
  {
    name: "a duplicate does not make the five minutes longer",
    says: ONCE,
    passes: 300,
    async run(world) {
      const url = await world.fifo();
      const once = () => sendInOrder(world, url, "g", "x", { MessageDeduplicationId: "d" });
      await once();
      await world.pass(200);
      await once();
      await world.pass(100);
      await once();
      expect(await countsOf(world, url)).toEqual(["2", "0", "0"]);
    },
  },
  {
    name: "an id is known over all groups of a queue",
    says: guide("high-throughput-fifo"),
    async run(world) {
      const url = await world.fifo();
      for (const group of "ab") await sendInOrder(world, url, group, group, { MessageDeduplicationId: "d" });
      expect(bodies(await take(world, url))).toEqual(["a"]);
    },
  },
  {
    name: "an id is known within its group alone, where the scope is messageGroup",
    says: api("SetQueueAttributes"),
    async run(world) {
      const url = await world.fifo({ DeduplicationScope: "messageGroup" });
      for (const group of "abab") await sendInOrder(world, url, group, group, { MessageDeduplicationId: "d" });
      expect(bodies(await take(world, url)).toSorted()).toEqual(["a", "b"]);
    },
  },
  {
    name: "an id is known in its own queue alone",
    says: ONCE,
    async run(world) {
      for (const url of [await world.fifo(), await world.fifo()]) {
        await sendInOrder(world, url, "g", "x", { MessageDeduplicationId: "d" });
        expect(await countsOf(world, url)).toEqual(["1", "0", "0"]);
      }
    },
  },
  {
    name: "a message without an id is refused where the queue does not go by content",
    says: SEND,
    async run(world) {
      expect(await refusal(send(world, await world.fifo(), "x", { MessageGroupId: "g" }))).toBe(
        "InvalidParameterValue",
      );
    },
  },
  {
    name: "a queue that goes by content takes one body once, whatever its attributes",
    says: SEND,
    async run(world) {
      const url = await world.fifo({ ContentBasedDeduplication: "true" });
      for (const StringValue of ["1", "2"]) {
        const MessageAttributes = { a: { DataType: "String", StringValue } };
        await send(world, url, "same", { MessageGroupId: "g", MessageAttributes });
      }
      await send(world, url, "other", { MessageGroupId: "g" });
      expect(bodies(await take(world, url))).toEqual(["same", "other"]);
    },
  },
  {
    name: "the id by content is the SHA-256 of the body",
    says: SEND,
    async run(world) {
      const url = await world.fifo({ ContentBasedDeduplication: "true" });
      await send(world, url, "héllo", { MessageGroupId: "g" });
      const { Attributes } = await takeOne(world, url, { MessageSystemAttributeNames: ["MessageDeduplicationId"] });
      expect(Attributes?.["MessageDeduplicationId"]).toBe(createHash("sha256").update("héllo").digest("hex"));
    },
  },
  {
    name: "an id of its own goes before the content",
    says: SEND,
    async run(world) {
      const url = await world.fifo({ ContentBasedDeduplication: "true" });
      for (const id of ["1", "2"]) await send(world, url, "same", { MessageGroupId: "g", MessageDeduplicationId: id });
      expect(bodies(await take(world, url))).toEqual(["same", "same"]);
    },
  },
  {
    name: "a message by content and one with the very id that this has are duplicates",
    says: SEND,
    async run(world) {
      const url = await world.fifo({ ContentBasedDeduplication: "true" });
      await send(world, url, "same", { MessageGroupId: "g" });
      const MessageDeduplicationId = createHash("sha256").update("same").digest("hex");
      await send(world, url, "other", { MessageGroupId: "g", MessageDeduplicationId });
      expect(bodies(await take(world, url))).toEqual(["same"]);
    },
  },
  {
    name: "a queue can go by content from now on",
    says: api("SetQueueAttributes"),
    async run(world) {
      const QueueUrl = await world.fifo();
      await world.sqs.setQueueAttributes({ QueueUrl, Attributes: { ContentBasedDeduplication: "true" } });
      for (let n = 0; n < 2; n++) await send(world, QueueUrl, "same", { MessageGroupId: "g" });
      expect(bodies(await take(world, QueueUrl))).toEqual(["same"]);
    },
  },
  {
    name: "duplicates within one batch are taken once",
    says: ONCE,
    async run(world) {
      const QueueUrl = await world.fifo();
      const parts = { MessageBody: "x", MessageGroupId: "g", MessageDeduplicationId: "d" };
      const { Successful } = await world.sqs.sendMessageBatch({
        QueueUrl,
        Entries: ["a", "b"].map((Id) => ({ Id, ...parts })),
      });
      expect(Successful).toHaveLength(2);
      expect(await countsOf(world, QueueUrl)).toEqual(["1", "0", "0"]);
    },
  },
  {
    name: "a standard queue takes no deduplication id",
    says: SEND,
    open: "which error it is: the parameter is for FIFO queues only",
    async run(world) {
      const sent = send(world, await world.queue(), "x", { MessageDeduplicationId: "d" });
      expect(await refusal(sent)).toBe("InvalidParameterValue");
    },
  },
];
