// Receives that wait.

import { expect } from "vitest";
import { api, type Check, guide, type World } from "./check.ts";
import { bodies, countsOf, forget, refusal, send, sendInOrder, take, takeOne } from "./talk.ts";

const POLLING = guide("sqs-short-and-long-polling");
const RECEIVE = api("ReceiveMessage");

/** A receive that waits, once it has arrived: the server has answered to later requests by then. */
async function waiting(world: World, url: string, WaitTimeSeconds: number | undefined = 5) {
  const received = take(world, url, { WaitTimeSeconds });
  received.catch(() => {});
  for (let n = 0; n < 3; n++) await countsOf(world, url);
  return { received };
}

export const longPolling: readonly Check[] = [
  {
    name: "a receive that waits gets what is there at once",
    says: POLLING,
    async run(world) {
      const url = await world.queue();
      await send(world, url, "x");
      expect(bodies(await take(world, url, { WaitTimeSeconds: 20 }))).toEqual(["x"]);
    },
  },
  {
    name: "a receive that waits ends with a message that is sent",
    says: POLLING,
    async run(world) {
      const url = await world.queue();
      const { received } = await waiting(world, url);
      await send(world, url, "x");
      expect(bodies(await received)).toEqual(["x"]);
    },
  },
  {
    name: "a receive that waits ends with the end of a delay",
    says: RECEIVE,
    passes: 2,
    async run(world) {
      const url = await world.queue();
      await send(world, url, "late", { DelaySeconds: 1 });
      const { received } = await waiting(world, url);
      await world.pass(2);
      expect(bodies(await received)).toEqual(["late"]);
    },
  },
  {
    name: "a receive that waits ends with the end of a message's visibility time-out",
    says: RECEIVE,
    passes: 2,
    async run(world) {
      const url = await world.queue();
      await send(world, url, "again");
      await take(world, url, { VisibilityTimeout: 1 });
      const { received } = await waiting(world, url);
      await world.pass(2);
      expect(bodies(await received)).toEqual(["again"]);
    },
  },
  {
    name: "a receive that waits ends with a message that is shown",
    says: RECEIVE,
    async run(world) {
      const url = await world.queue();
      await send(world, url, "shown");
      const { ReceiptHandle } = await takeOne(world, url);
      const { received } = await waiting(world, url);
      await world.sqs.changeMessageVisibility({ QueueUrl: url, ReceiptHandle, VisibilityTimeout: 0 });
      expect(bodies(await received)).toEqual(["shown"]);
    },
  },
  {
    name: "a receive that waits ends with a group of a FIFO queue that is free again",
    says: guide("FIFO-queues-understanding-logic"),
    async run(world) {
      const url = await world.fifo();
      for (const body of "12") await sendInOrder(world, url, "g", body);
      const first = await takeOne(world, url, { MaxNumberOfMessages: 1 });
      const { received } = await waiting(world, url);
      await forget(world, url, [first]);
      expect(bodies(await received)).toEqual(["2"]);
    },
  },
  {
    name: "a receive that waits ends with nothing once its time is over",
    says: RECEIVE,
    passes: 2,
    async run(world) {
      const url = await world.queue();
      const { received } = await waiting(world, url, 1);
      await world.pass(2);
      expect(await received).toEqual([]);
    },
  },
  {
    name: "a receive that waits does so for 20 seconds",
    says: POLLING,
    passes: 20,
    async run(world) {
      const url = await world.queue();
      await send(world, url, "late", { DelaySeconds: 20 });
      const { received } = await waiting(world, url, 20);
      await world.pass(20);
      expect(bodies(await received)).toEqual(["late"]);
    },
  },
  ...[-1, 21].map(
    (WaitTimeSeconds): Check => ({
      name: `a receive that waits for ${WaitTimeSeconds} seconds is refused`,
      says: POLLING,
      async run(world) {
        expect(await refusal(take(world, await world.queue(), { WaitTimeSeconds }))).toBe("InvalidParameterValue");
      },
    }),
  ),
  {
    name: "a queue's own time to wait is for receives that do not say",
    says: POLLING,
    async run(world) {
      const url = await world.queue({ ReceiveMessageWaitTimeSeconds: "5" });
      const { received } = await waiting(world, url, undefined);
      await send(world, url, "x");
      expect(bodies(await received)).toEqual(["x"]);
    },
  },
  {
    name: "a receive that says 0 does not wait, whatever the queue says",
    says: POLLING,
    async run(world) {
      expect(
        await take(world, await world.queue({ ReceiveMessageWaitTimeSeconds: "20" }), { WaitTimeSeconds: 0 }),
      ).toEqual([]);
    },
  },
  {
    name: "a message goes to one of several receives that wait",
    says: POLLING,
    passes: 5,
    async run(world) {
      const url = await world.queue();
      const all = [await waiting(world, url), await waiting(world, url), await waiting(world, url)].map(
        (each) => each.received,
      );
      await send(world, url, "x");
      await world.pass(5);
      expect((await Promise.all(all)).flatMap(bodies)).toEqual(["x"]);
    },
  },
  {
    name: "a receive that its client has cut gets nothing: the message is there for others",
    says: RECEIVE,
    open: "what becomes of a message that is sent the moment a client goes: here it is never given to one that has gone",
    async run(world) {
      const url = await world.queue();
      const cut = new AbortController();
      const gone = world.sqs.receiveMessage({ QueueUrl: url, WaitTimeSeconds: 5 }, { abortSignal: cut.signal });
      for (let n = 0; n < 3; n++) await countsOf(world, url);
      cut.abort();
      expect(await refusal(gone)).toBe("AbortError");
      for (let n = 0; n < 3; n++) await countsOf(world, url);
      await send(world, url, "x");
      expect(bodies(await take(world, url))).toEqual(["x"]);
    },
  },
];
