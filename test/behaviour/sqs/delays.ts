// Messages are delayed: by the message, by the queue.

import { expect } from "vitest";
import { api, type Check, guide } from "./check.ts";
import { bodies, countsOf, refusal, send, sendInOrder, take } from "./talk.ts";

export const delays: readonly Check[] = [
  {
    name: "a delayed message is not there before its delay is over",
    says: api("SendMessage"),
    passes: 900,
    async run(world) {
      const url = await world.queue();
      await send(world, url, "late", { DelaySeconds: 900 });
      await world.pass(899);
      expect(await take(world, url)).toEqual([]);
      await world.pass(1);
      expect(bodies(await take(world, url))).toEqual(["late"]);
    },
  },
  {
    name: "a delayed message comes once its delay is over",
    says: guide("sqs-message-timers"),
    passes: 2,
    async run(world) {
      const url = await world.queue();
      await send(world, url, "late", { DelaySeconds: 1 });
      await world.pass(2);
      expect(bodies(await take(world, url))).toEqual(["late"]);
    },
  },
  ...[-1, 901].map(
    (DelaySeconds): Check => ({
      name: `a delay of ${DelaySeconds} seconds is refused`,
      says: api("SendMessage"),
      async run(world) {
        expect(await refusal(send(world, await world.queue(), "x", { DelaySeconds }))).toBe("InvalidParameterValue");
      },
    }),
  ),
  {
    name: "a queue's delay is for messages that say nothing, and a message's own goes before it",
    says: guide("sqs-delay-queues"),
    async run(world) {
      const url = await world.queue({ DelaySeconds: "600" });
      await send(world, url, "queue's");
      await send(world, url, "at once", { DelaySeconds: 0 });
      expect(bodies(await take(world, url))).toEqual(["at once"]);
      expect(await countsOf(world, url)).toEqual(["0", "1", "1"]);
    },
  },
  {
    name: "a new delay of a standard queue is for messages that come later",
    says: guide("sqs-delay-queues"),
    async run(world) {
      const url = await world.queue({ DelaySeconds: "600" });
      await send(world, url, "early");
      await world.sqs.setQueueAttributes({ QueueUrl: url, Attributes: { DelaySeconds: "0" } });
      await send(world, url, "later");
      expect(bodies(await take(world, url))).toEqual(["later"]);
    },
  },
  {
    name: "a new delay of a FIFO queue is also for messages that are there already",
    says: guide("sqs-delay-queues"),
    async run(world) {
      const url = await world.fifo({ DelaySeconds: "600" });
      await sendInOrder(world, url, "g", "early");
      await world.sqs.setQueueAttributes({ QueueUrl: url, Attributes: { DelaySeconds: "0" } });
      expect(bodies(await take(world, url))).toEqual(["early"]);
    },
  },
  {
    name: "a message to a FIFO queue has no delay of its own",
    says: api("SendMessage"),
    async run(world) {
      const sent = sendInOrder(world, await world.fifo(), "g", "x", { DelaySeconds: 2 });
      expect(await refusal(sent)).toBe("InvalidParameterValue");
    },
  },
  {
    name: "a message to a queue that is not there is refused",
    says: api("SendMessage"),
    async run(world) {
      const gone = (await world.queue()).replace(/[^/]+$/, world.name());
      expect(await refusal(send(world, gone))).toBe("QueueDoesNotExist");
    },
  },
  {
    name: "the same body can be sent to a standard queue twice",
    says: guide("standard-queues"),
    async run(world) {
      const url = await world.queue();
      const [first, second] = [await send(world, url, "same"), await send(world, url, "same")];
      expect(first.MessageId).not.toBe(second.MessageId);
      expect(await countsOf(world, url)).toEqual(["2", "0", "0"]);
    },
  },
];
