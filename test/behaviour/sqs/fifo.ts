// FIFO queues: order within a group, and its lock while one of it is out.

import { expect } from "vitest";
import { api, type Check, guide } from "./check.ts";
import { bodies, forget, refusal, send, sendInOrder, take, takeOne } from "./talk.ts";

const LOGIC = guide("FIFO-queues-understanding-logic");

export const fifo: readonly Check[] = [
  {
    name: "messages of a group come in the order in which they were sent",
    says: LOGIC,
    async run(world) {
      const url = await world.fifo();
      for (const body of "12345") await sendInOrder(world, url, "g", body);
      expect(bodies(await take(world, url))).toEqual([..."12345"]);
    },
  },
  {
    name: "a sender is told a sequence number, which rises within a group",
    says: api("SendMessage"),
    async run(world) {
      const url = await world.fifo();
      const numbers: bigint[] = [];
      for (const body of "0123456789") {
        const { SequenceNumber = "" } = await sendInOrder(world, url, "g", body);
        expect(SequenceNumber).toMatch(/^\d+$/);
        numbers.push(BigInt(SequenceNumber));
      }
      expect(numbers).toEqual(numbers.toSorted((a, b) => Number(a - b)));
      expect(new Set(numbers).size).toBe(10);
    },
  },
  {
    name: "nothing more of a group comes while one of it is in flight",
    says: LOGIC,
    async run(world) {
      const url = await world.fifo();
      for (const body of "12") await sendInOrder(world, url, "g", body);
      await take(world, url, { MaxNumberOfMessages: 1 });
      expect(await take(world, url)).toEqual([]);
    },
  },
  {
    name: "other groups go on while one is locked",
    says: LOGIC,
    async run(world) {
      const url = await world.fifo();
      for (const body of "12") await sendInOrder(world, url, "a", body);
      await take(world, url, { MaxNumberOfMessages: 1 });
      await sendInOrder(world, url, "b", "3");
      expect(bodies(await take(world, url))).toEqual(["3"]);
    },
  },
  {
    name: "a group goes on once what was in flight is deleted",
    says: LOGIC,
    async run(world) {
      const url = await world.fifo();
      for (const body of "12") await sendInOrder(world, url, "g", body);
      await forget(world, url, await take(world, url, { MaxNumberOfMessages: 1 }));
      expect(bodies(await take(world, url))).toEqual(["2"]);
    },
  },
  {
    name: "a group stays locked until the last that was received of it is deleted",
    says: LOGIC,
    async run(world) {
      const url = await world.fifo();
      for (const body of "123") await sendInOrder(world, url, "g", body);
      const [first, second] = await take(world, url, { MaxNumberOfMessages: 2 });
      if (first !== undefined) await forget(world, url, [first]);
      expect(await take(world, url)).toEqual([]);
      if (second !== undefined) await forget(world, url, [second]);
      expect(bodies(await take(world, url))).toEqual(["3"]);
    },
  },
  {
    name: "a message that is visible again comes before what is behind it",
    says: LOGIC,
    async run(world) {
      const url = await world.fifo();
      for (const body of "123") await sendInOrder(world, url, "g", body);
      const { ReceiptHandle } = await takeOne(world, url, { MaxNumberOfMessages: 1 });
      await world.sqs.changeMessageVisibility({ QueueUrl: url, ReceiptHandle, VisibilityTimeout: 0 });
      expect(bodies(await take(world, url))).toEqual(["1", "2", "3"]);
    },
  },
  {
    name: "a message whose time is over comes before what is behind it",
    says: LOGIC,
    passes: 2,
    async run(world) {
      const url = await world.fifo();
      for (const body of "12") await sendInOrder(world, url, "g", body);
      await take(world, url, { MaxNumberOfMessages: 1, VisibilityTimeout: 1 });
      await world.pass(2);
      expect(bodies(await take(world, url))).toEqual(["1", "2"]);
    },
  },
  {
    name: "a receive takes as many of one group as it can",
    says: LOGIC,
    async run(world) {
      const url = await world.fifo();
      for (let n = 0; n < 6; n++) await sendInOrder(world, url, n % 2 === 0 ? "a" : "b", `${n}`);
      expect(bodies(await take(world, url, { MaxNumberOfMessages: 3 }))).toEqual(["0", "2", "4"]);
    },
  },
  {
    name: "a receive fills up with other groups, each in its order",
    says: LOGIC,
    async run(world) {
      const url = await world.fifo();
      for (let n = 0; n < 6; n++) await sendInOrder(world, url, n % 2 === 0 ? "a" : "b", `${n}`);
      const got = bodies(await take(world, url)).map(Number);
      expect([got.filter((n) => n % 2 === 0), got.filter((n) => n % 2 === 1)]).toEqual([
        [0, 2, 4],
        [1, 3, 5],
      ]);
    },
  },
  {
    name: "a message without a group is refused",
    says: api("SendMessage"),
    async run(world) {
      const sent = send(world, await world.fifo(), "x", { MessageDeduplicationId: "d" });
      expect(await refusal(sent)).toBe("MissingParameter");
    },
  },
  ...[
    ["129 characters", "x".repeat(129)],
    ["a space", "a b"],
    ["a letter beyond ASCII", "é"],
  ].map(
    ([what, id]): Check => ({
      name: `a group or a deduplication id with ${what} is refused`,
      says: api("SendMessage"),
      async run(world) {
        const url = await world.fifo();
        expect([
          await refusal(send(world, url, "x", { MessageGroupId: id, MessageDeduplicationId: "d" })),
          await refusal(send(world, url, "x", { MessageGroupId: "g", MessageDeduplicationId: id })),
        ]).toEqual(["InvalidParameterValue", "InvalidParameterValue"]);
      },
    }),
  ),
  {
    name: "groups and deduplication ids have up to 128 letters, digits and all of ASCII's punctuation",
    says: api("SendMessage"),
    async run(world) {
      const url = await world.fifo();
      const id = "aZ09!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~".padEnd(128, "x");
      await send(world, url, "x", { MessageGroupId: id, MessageDeduplicationId: id });
      const { Attributes } = await takeOne(world, url, { MessageSystemAttributeNames: ["All"] });
      expect([Attributes?.["MessageGroupId"], Attributes?.["MessageDeduplicationId"]]).toEqual([id, id]);
    },
  },
  {
    name: "a message's delay in a FIFO queue is the queue's, and its group waits for it",
    says: guide("sqs-delay-queues"),
    passes: 60,
    async run(world) {
      const url = await world.fifo({ DelaySeconds: "60" });
      await sendInOrder(world, url, "g", "1");
      await world.pass(59);
      expect(await take(world, url)).toEqual([]);
      await world.pass(1);
      expect(bodies(await take(world, url))).toEqual(["1"]);
    },
  },
];
