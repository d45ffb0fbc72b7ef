// Many receivers at once, tenants that share a queue, and how much may be in flight.

import { expect } from "vitest";
import { api, type Check, guide, type World } from "./check.ts";
import { bodies, countsOf, forget, refusal, send, take } from "./talk.ts";

const FAIR = guide("sqs-fair-queues-detailed");
const MOST = 120_000;

async function sendMany(world: World, QueueUrl: string, count: number, parts: object = {}): Promise<void> {
  for (let n = 0; n < count; n += 10) {
    const Entries = Array.from({ length: Math.min(10, count - n) }, (_, index) => ({
      Id: `e${index}`,
      MessageBody: `${n + index}`,
      ...parts,
    }));
    await world.sqs.sendMessageBatch({ QueueUrl, Entries });
  }
}

/** Sixteen receivers that delete what they get until nothing comes; what each has got. */
const consume = (world: World, url: string): Promise<readonly (readonly string[])[]> =>
  Promise.all(
    Array.from({ length: 16 }, async () => {
      const got: string[] = [];
      for (let batch = await take(world, url); batch.length > 0; batch = await take(world, url)) {
        got.push(...batch.map(({ Body = "" }) => Body));
        await forget(world, url, batch);
      }
      return got;
    }),
  );

export const consumers: readonly Check[] = [
  {
    name: "sixteen receivers at once get each message of a standard queue once",
    says: guide("sqs-visibility-timeout"),
    async run(world) {
      const url = await world.queue({ VisibilityTimeout: "300" });
      await sendMany(world, url, 100);
      const got = (await consume(world, url)).flat().map(Number);
      expect(got.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, n) => n));
      expect(await countsOf(world, url)).toEqual(["0", "0", "0"]);
    },
  },
  {
    name: "sixteen receivers at once never have one group of a FIFO queue in two hands",
    says: guide("FIFO-queues-understanding-logic"),
    async run(world) {
      const QueueUrl = await world.fifo({ ContentBasedDeduplication: "true", VisibilityTimeout: "300" });
      await sendMany(world, QueueUrl, 40, { MessageGroupId: "g" });
      const seen: number[] = [];
      const one = async (): Promise<void> => {
        while (seen.length < 40) {
          const batch = await take(world, QueueUrl, { MaxNumberOfMessages: 2 });
          seen.push(...batch.map(({ Body }) => Number(Body)));
          await forget(world, QueueUrl, batch);
        }
      };
      await Promise.all(Array.from({ length: 16 }, one));
      expect(seen).toEqual(Array.from({ length: 40 }, (_, n) => n));
    },
  },
  {
    name: "messages of one tenant in a standard queue are received at once, not one by one",
    says: guide("sqs-fair-queues"),
    async run(world) {
      const url = await world.queue();
      for (let n = 0; n < 2; n++) await send(world, url, `${n}`, { MessageGroupId: "tenant" });
      await take(world, url, { MaxNumberOfMessages: 1 });
      expect(await take(world, url)).toHaveLength(1);
    },
  },
  {
    name: "quiet tenants come before one that has more than a tenth, and 30, of what is in flight",
    says: FAIR,
    open: "the thresholds are approximate there, and exact here",
    async run(world) {
      const url = await world.queue();
      await sendMany(world, url, 60, { MessageGroupId: "noisy" });
      for (let n = 0; n < 3; n++) await take(world, url);
      await send(world, url, "quiet", { MessageGroupId: "quiet" });
      expect(bodies(await take(world, url, { MaxNumberOfMessages: 1 }))).toEqual(["quiet"]);
    },
  },
  {
    name: "a message without a group is a tenant of its own, and a quiet one",
    says: FAIR,
    async run(world) {
      const url = await world.queue();
      await sendMany(world, url, 60, { MessageGroupId: "noisy" });
      for (let n = 0; n < 3; n++) await take(world, url);
      await send(world, url, "alone");
      expect(bodies(await take(world, url, { MaxNumberOfMessages: 1 }))).toEqual(["alone"]);
    },
  },
  {
    name: "a tenant that has sent nothing for five minutes is none that is noisy",
    says: FAIR,
    passes: 300,
    async run(world) {
      const url = await world.queue({ VisibilityTimeout: "3600" });
      await sendMany(world, url, 60, { MessageGroupId: "noisy" });
      for (let n = 0; n < 3; n++) await take(world, url);
      await world.pass(300);
      await send(world, url, "quiet", { MessageGroupId: "quiet" });
      expect(bodies(await take(world, url, { MaxNumberOfMessages: 1 }))).toEqual(["30"]);
    },
  },
  {
    name: "a noisy tenant's messages come where no others wait",
    says: FAIR,
    async run(world) {
      const url = await world.queue();
      await sendMany(world, url, 60, { MessageGroupId: "noisy" });
      for (let n = 0; n < 6; n++) expect(await take(world, url)).toHaveLength(10);
    },
  },
  {
    name: "a tenant's name has up to 128 letters, digits and punctuation",
    says: api("SendMessage"),
    async run(world) {
      const url = await world.queue();
      await send(world, url, "x", { MessageGroupId: "x".repeat(128) });
      for (const MessageGroupId of ["x".repeat(129), "a b"])
        expect(await refusal(send(world, url, "x", { MessageGroupId }))).toBe("InvalidParameterValue");
    },
  },
  {
    name: "a standard queue with 120,000 messages in flight refuses a receive",
    says: api("ChangeMessageVisibility"),
    open: "the limit is approximate there, and exact here; only a short poll is told of it",
    fills: true,
    async run(world) {
      const url = await world.queue({ VisibilityTimeout: "43200" });
      world.fill(url, MOST + 1);
      world.hold(url, MOST);
      expect(await refusal(take(world, url))).toBe("OverLimit");
      expect(await countsOf(world, url)).toEqual(["1", `${MOST}`, "0"]);
    },
  },
];
