// Messages are sent: bodies, sizes, and what the sender is told.

import { createHash } from "node:crypto";
import { expect } from "vitest";
import { api, type Check, guide } from "./check.ts";
import { refusal, send, takeOne } from "./talk.ts";

const MOST = 1_048_576;
const md5 = (text: string) => createHash("md5").update(text).digest("hex");

/** What may stand in a body, by its first and last character in each range. */
const LEGAL = "\t\n\r \ud7ff\ue000\ufffd\u{10000}\u{10ffff}";

export const sending: readonly Check[] = [
  {
    name: "a sender is told the message's id and the digest of its body",
    says: api("SendMessage"),
    async run(world) {
      const url = await world.queue();
      const { MessageId, MD5OfMessageBody } = await send(world, url, "héllo");
      expect(MD5OfMessageBody).toBe(md5("héllo"));
      expect((await takeOne(world, url)).MessageId).toBe(MessageId);
    },
  },
  {
    name: "a sender to a standard queue is told no sequence number",
    says: api("SendMessage"),
    async run(world) {
      expect(await send(world, await world.queue())).not.toHaveProperty("SequenceNumber");
    },
  },
  {
    name: "every legal character arrives as it was sent",
    says: api("SendMessage"),
    async run(world) {
      const url = await world.queue();
      await send(world, url, LEGAL);
      const { Body, MD5OfBody } = await takeOne(world, url);
      expect([Body, MD5OfBody]).toEqual([LEGAL, md5(LEGAL)]);
    },
  },
  ...["\u0000", "\u0008", "\u000b", "\u001f", "\ufffe", "\uffff"].map(
    (character): Check => ({
      name: `a body with the character ${character.charCodeAt(0).toString(16).padStart(4, "0")} is refused`,
      says: api("SendMessage"),
      async run(world) {
        expect(await refusal(send(world, await world.queue(), `a${character}b`))).toBe("InvalidMessageContents");
      },
    }),
  ),
  {
    name: "an empty body is refused",
    says: api("SendMessage"),
    open: "which error it is: a body has at least one character",
    async run(world) {
      expect(await refusal(send(world, await world.queue(), ""))).toBe("MissingParameter");
    },
  },
  {
    name: "a body of 1 MiB is taken, and arrives whole",
    says: guide("quotas-messages"),
    async run(world) {
      const url = await world.queue();
      await send(world, url, "x".repeat(MOST));
      expect((await takeOne(world, url)).Body).toHaveLength(MOST);
    },
  },
  {
    name: "a body of 1 MiB and a byte is refused",
    says: guide("quotas-messages"),
    async run(world) {
      expect(await refusal(send(world, await world.queue(), "x".repeat(MOST + 1)))).toBe("InvalidParameterValue");
    },
  },
  {
    name: "bytes of UTF-8 count, not characters",
    says: guide("quotas-messages"),
    async run(world) {
      expect(await refusal(send(world, await world.queue(), "é".repeat(MOST / 2 + 1)))).toBe("InvalidParameterValue");
    },
  },
  {
    name: "attributes count with name, type and value",
    says: guide("sqs-message-metadata"),
    async run(world) {
      const url = await world.queue({ MaximumMessageSize: "1024" });
      // 1 of the name, 6 of the type, 2 of the value.
      const MessageAttributes = { a: { DataType: "String", StringValue: "vw" } };
      await send(world, url, "x".repeat(1015), { MessageAttributes });
      expect(await refusal(send(world, url, "x".repeat(1016), { MessageAttributes }))).toBe("InvalidParameterValue");
    },
  },
  {
    name: "a queue's own limit of size holds",
    says: api("SetQueueAttributes"),
    async run(world) {
      const url = await world.queue({ MaximumMessageSize: "1024" });
      await send(world, url, "x".repeat(1024));
      expect(await refusal(send(world, url, "x".repeat(1025)))).toBe("InvalidParameterValue");
    },
  },
  {
    name: "the trace header does not count",
    says: api("SendMessage"),
    async run(world) {
      const url = await world.queue({ MaximumMessageSize: "1024" });
      const StringValue = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
      const MessageSystemAttributes = { AWSTraceHeader: { DataType: "String", StringValue } };
      await send(world, url, "x".repeat(1024), { MessageSystemAttributes });
    },
  },
];
