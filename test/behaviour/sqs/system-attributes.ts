// What a receiver is told of a message beside what its sender has said.

import type { MessageSystemAttributeName } from "@aws-sdk/client-sqs";
import { expect } from "vitest";
import { api, type Check, guide } from "./check.ts";
import { refusal, send, sendInOrder, takeOne } from "./talk.ts";

const TRACE = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
const traced = { MessageSystemAttributes: { AWSTraceHeader: { DataType: "String", StringValue: TRACE } } };
const ALL: { readonly MessageSystemAttributeNames: MessageSystemAttributeName[] } = {
  MessageSystemAttributeNames: ["All"],
};

export const systemAttributes: readonly Check[] = [
  {
    name: "all system attributes of a message in a standard queue are given for All",
    says: api("ReceiveMessage"),
    async run(world) {
      const url = await world.queue();
      await send(world, url, "x", traced);
      expect((await takeOne(world, url, ALL)).Attributes).toEqual({
        AWSTraceHeader: TRACE,
        ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
        ApproximateReceiveCount: "1",
        SenderId: expect.any(String),
        SentTimestamp: expect.stringMatching(/^\d{13}$/),
      });
    },
  },
  {
    name: "all system attributes of a message in a FIFO queue are given for All",
    says: api("ReceiveMessage"),
    async run(world) {
      const url = await world.fifo();
      const { SequenceNumber } = await sendInOrder(world, url, "g", "x", { MessageDeduplicationId: "d" });
      expect((await takeOne(world, url, ALL)).Attributes).toEqual({
        ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
        ApproximateReceiveCount: "1",
        MessageDeduplicationId: "d",
        MessageGroupId: "g",
        SenderId: expect.any(String),
        SentTimestamp: expect.stringMatching(/^\d{13}$/),
        SequenceNumber,
      });
    },
  },
  {
    name: "system attributes are given by name",
    says: api("ReceiveMessage"),
    async run(world) {
      const url = await world.queue();
      await send(world, url, "x", traced);
      const { Attributes } = await takeOne(world, url, { MessageSystemAttributeNames: ["ApproximateReceiveCount"] });
      expect(Attributes).toEqual({ ApproximateReceiveCount: "1" });
    },
  },
  {
    name: "the trace header is given where it is asked for",
    says: api("ReceiveMessage"),
    async run(world) {
      const url = await world.queue();
      await send(world, url, "x", traced);
      const { Attributes } = await takeOne(world, url, { MessageSystemAttributeNames: ["AWSTraceHeader"] });
      expect(Attributes).toEqual({ AWSTraceHeader: TRACE });
    },
  },
  {
    name: "the older list of names gives system attributes as well",
    says: api("ReceiveMessage"),
    async run(world) {
      const url = await world.queue();
      await send(world, url, "x", traced);
      // The client's types have the names of a queue's attributes there, and the service those of a message.
      const AttributeNames = ["AWSTraceHeader"] as unknown as "All"[];
      expect((await takeOne(world, url, { AttributeNames })).Attributes).toEqual({ AWSTraceHeader: TRACE });
    },
  },
  {
    name: "names of a queue's attributes in the older list are no error",
    says: api("ReceiveMessage"),
    async run(world) {
      const url = await world.queue();
      await send(world, url);
      expect(await takeOne(world, url, { AttributeNames: ["SqsManagedSseEnabled"] })).not.toHaveProperty("Attributes");
    },
  },
  {
    name: "only the trace header can be sent as a system attribute",
    says: api("SendMessage"),
    async run(world) {
      const sent = { SenderId: { DataType: "String", StringValue: "me" } } as Record<string, object>;
      const refused = send(world, await world.queue(), "x", { MessageSystemAttributes: sent as never });
      expect(await refusal(refused)).toBe("InvalidParameterValue");
    },
  },
  {
    name: "a trace header is of type String",
    says: api("SendMessage"),
    async run(world) {
      const AWSTraceHeader = { DataType: "Number", StringValue: "1" };
      const sent = send(world, await world.queue(), "x", { MessageSystemAttributes: { AWSTraceHeader } });
      expect(await refusal(sent)).toBe("InvalidParameterValue");
    },
  },
  {
    name: "the count of receives rises, and the time of the first stays",
    says: api("ReceiveMessage"),
    passes: 2,
    async run(world) {
      const url = await world.queue();
      await send(world, url);
      const first = await takeOne(world, url, { ...ALL, VisibilityTimeout: 0 });
      await world.pass(1);
      const second = await takeOne(world, url, ALL);
      const since = "ApproximateFirstReceiveTimestamp";
      expect([second.Attributes?.["ApproximateReceiveCount"], second.Attributes?.[since]]).toEqual([
        "2",
        first.Attributes?.[since],
      ]);
    },
  },
  {
    name: "each receive of a message has a handle of its own",
    says: guide("sqs-queue-message-identifiers"),
    async run(world) {
      const url = await world.queue();
      await send(world, url);
      const first = await takeOne(world, url, { VisibilityTimeout: 0 });
      const second = await takeOne(world, url);
      expect(second.MessageId).toBe(first.MessageId);
      expect(second.ReceiptHandle).not.toBe(first.ReceiptHandle);
    },
  },
  {
    name: "the time of sending is that of the send",
    says: api("ReceiveMessage"),
    passes: 2,
    async run(world) {
      const url = await world.queue();
      await send(world, url);
      await world.pass(2);
      const { Attributes = {} } = await takeOne(world, url, ALL);
      const [sent, received] = [Attributes.SentTimestamp, Attributes.ApproximateFirstReceiveTimestamp].map(Number);
      expect((received ?? 0) - (sent ?? 0)).toBeGreaterThanOrEqual(2000);
    },
  },
  {
    name: "a message in a standard queue says its group, where it has one",
    says: guide("sqs-fair-queues"),
    async run(world) {
      const url = await world.queue();
      await send(world, url, "x", { MessageGroupId: "tenant-1" });
      expect((await takeOne(world, url, ALL)).Attributes).toMatchObject({ MessageGroupId: "tenant-1" });
    },
  },
];
