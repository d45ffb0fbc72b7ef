// Queues are found, listed and deleted.

import { expect } from "vitest";
import { api, type Check } from "./check.ts";
import { attributesOf, refusal, send } from "./talk.ts";

export const findingQueues: readonly Check[] = [
  {
    name: "a queue's URL is found by its name",
    says: api("GetQueueUrl"),
    async run({ sqs, name }) {
      const QueueName = name();
      const { QueueUrl } = await sqs.createQueue({ QueueName });
      expect((await sqs.getQueueUrl({ QueueName })).QueueUrl).toBe(QueueUrl);
    },
  },
  {
    name: "a queue that is not there has no URL",
    says: api("GetQueueUrl"),
    async run({ sqs, name }) {
      expect(await refusal(sqs.getQueueUrl({ QueueName: name() }))).toBe("QueueDoesNotExist");
    },
  },
  {
    name: "queues are listed by the beginning of their names, and none where there are none",
    says: api("ListQueues"),
    async run({ sqs, name }) {
      const stem = name();
      const urls: (string | undefined)[] = [];
      for (const end of ["-a", "-b"]) urls.push((await sqs.createQueue({ QueueName: `${stem}${end}` })).QueueUrl);
      expect((await sqs.listQueues({ QueueNamePrefix: `${stem}-` })).QueueUrls?.toSorted()).toEqual(urls);
      expect((await sqs.listQueues({ QueueNamePrefix: `${stem}-c` })).QueueUrls ?? []).toEqual([]);
    },
  },
  {
    name: "a list comes in pages where MaxResults is set, and each queue once",
    says: api("ListQueues"),
    async run({ sqs, name }) {
      const QueueNamePrefix = `${name()}-`;
      for (const end of "abcde") await sqs.createQueue({ QueueName: `${QueueNamePrefix}${end}` });
      const seen: (readonly string[])[] = [];
      let NextToken: string | undefined;
      do {
        const page = await sqs.listQueues({ QueueNamePrefix, MaxResults: 2, NextToken });
        seen.push((page.QueueUrls ?? []).map((url) => url.slice(-1)));
        NextToken = page.NextToken;
      } while (NextToken !== undefined && seen.length < 9);
      expect(seen).toEqual([["a", "b"], ["c", "d"], ["e"]]);
    },
  },
  {
    name: "a list has no token where MaxResults is not set",
    says: api("ListQueues"),
    async run({ sqs, queue }) {
      await queue();
      await queue();
      expect(await sqs.listQueues({})).not.toHaveProperty("NextToken");
    },
  },
  ...[0, 1001].map(
    (MaxResults): Check => ({
      name: `a page of ${MaxResults} queues is refused`,
      says: api("ListQueues"),
      async run({ sqs }) {
        expect(await refusal(sqs.listQueues({ MaxResults }))).toBe("InvalidParameterValue");
      },
    }),
  ),
  {
    name: "a queue is deleted with what is in it",
    says: api("DeleteQueue"),
    async run(world) {
      const QueueUrl = await world.queue();
      await send(world, QueueUrl);
      await world.sqs.deleteQueue({ QueueUrl });
      expect(await refusal(send(world, QueueUrl))).toBe("QueueDoesNotExist");
    },
  },
  {
    name: "a queue that is not there can't be deleted",
    says: api("DeleteQueue"),
    async run({ sqs, queue }) {
      const QueueUrl = await queue();
      await sqs.deleteQueue({ QueueUrl });
      expect(await refusal(sqs.deleteQueue({ QueueUrl }))).toBe("QueueDoesNotExist");
    },
  },
  {
    name: "a name is taken for 60 seconds after its queue was deleted",
    says: api("CreateQueue"),
    async run({ sqs, name }) {
      const QueueName = name();
      const { QueueUrl } = await sqs.createQueue({ QueueName });
      await sqs.deleteQueue({ QueueUrl });
      expect(await refusal(sqs.createQueue({ QueueName }))).toBe("QueueDeletedRecently");
    },
  },
  {
    name: "a name is free 60 seconds after its queue was deleted, and the new queue is empty",
    says: api("DeleteQueue"),
    passes: 60,
    async run(world) {
      const QueueName = world.name();
      const { QueueUrl = "" } = await world.sqs.createQueue({ QueueName });
      await send(world, QueueUrl);
      await world.sqs.deleteQueue({ QueueUrl });
      await world.pass(60);
      await world.sqs.createQueue({ QueueName });
      expect((await attributesOf(world, QueueUrl))["ApproximateNumberOfMessages"]).toBe("0");
    },
  },
];
