// Messages are received: how many, with what, and in which form.

import { expect } from "vitest";
import { api, type Check } from "./check.ts";
import { refusal, send, take, takeOne } from "./talk.ts";

const TRACE = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
const traced = { MessageSystemAttributes: { AWSTraceHeader: { DataType: "String", StringValue: TRACE } } };
export const receiving: readonly Check[] = [
  {
    name: "a receiver gets id, handle, body and digest, and nothing that it has not asked for",
    says: api("ReceiveMessage"),
    async run(world) {
      const url = await world.queue();
      await send(world, url, "x", traced);
      expect(Object.keys(await takeOne(world, url)).sort()).toEqual([
        "Body",
        "MD5OfBody",
        "MessageId",
        "ReceiptHandle",
      ]);
    },
  },
  {
    name: "a receiver gets one message where it does not say how many",
    says: api("ReceiveMessage"),
    async run(world) {
      const QueueUrl = await world.queue();
      for (let n = 0; n < 3; n++) await send(world, QueueUrl);
      expect((await world.sqs.receiveMessage({ QueueUrl })).Messages).toHaveLength(1);
    },
  },
  {
    name: "a receiver never gets more messages than it asks for",
    says: api("ReceiveMessage"),
    async run(world) {
      const url = await world.queue();
      for (let n = 0; n < 5; n++) await send(world, url);
      expect(await take(world, url, { MaxNumberOfMessages: 3 })).toHaveLength(3);
    },
  },
  ...[0, 11].map(
    (MaxNumberOfMessages): Check => ({
      name: `a receive of ${MaxNumberOfMessages} messages is refused`,
      says: api("ReceiveMessage"),
      async run(world) {
        expect(await refusal(take(world, await world.queue(), { MaxNumberOfMessages }))).toBe("InvalidParameterValue");
      },
    }),
  ),
  {
    name: "a receive from a queue without messages has no list of them",
    says: api("ReceiveMessage"),
    async run({ sqs, queue }) {
      expect(await sqs.receiveMessage({ QueueUrl: await queue() })).not.toHaveProperty("Messages");
    },
  },
  {
    name: "a receive from a queue that is not there is refused",
    says: api("ReceiveMessage"),
    async run(world) {
      const gone = (await world.queue()).replace(/[^/]+$/, world.name());
      expect(await refusal(take(world, gone))).toBe("QueueDoesNotExist");
    },
  },
];
