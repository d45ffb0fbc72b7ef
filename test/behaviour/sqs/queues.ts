// Queues are made, found, listed and deleted.

import { expect } from "vitest";
import { api, type Check, guide } from "./check.ts";
import { attributesOf, refusal, send } from "./talk.ts";

const named = guide("quotas-queues");

export const queues: readonly Check[] = [
  {
    name: "a queue that is made has a URL of its account and name",
    says: guide("sqs-queue-message-identifiers"),
    async run({ sqs, name, account }) {
      const QueueName = name();
      const { QueueUrl } = await sqs.createQueue({ QueueName });
      expect(new URL(QueueUrl ?? "").pathname).toBe(`/${account}/${QueueName}`);
    },
  },
  {
    name: "a queue is made again with the same attributes, and its URL is given",
    says: api("CreateQueue"),
    async run({ sqs, name }) {
      const made = { QueueName: name(), Attributes: { VisibilityTimeout: "60" } };
      const [first, second] = [await sqs.createQueue(made), await sqs.createQueue(made)];
      expect(second.QueueUrl).toBe(first.QueueUrl);
    },
  },
  {
    name: "a queue is made again without any attributes, and keeps its own",
    says: api("CreateQueue"),
    async run(world) {
      const QueueName = world.name();
      await world.sqs.createQueue({ QueueName, Attributes: { VisibilityTimeout: "60" } });
      const { QueueUrl = "" } = await world.sqs.createQueue({ QueueName });
      expect((await attributesOf(world, QueueUrl))["VisibilityTimeout"]).toBe("60");
    },
  },
  {
    name: "a queue is not made again with another value of an attribute",
    says: api("CreateQueue"),
    async run({ sqs, name }) {
      const QueueName = name();
      await sqs.createQueue({ QueueName, Attributes: { VisibilityTimeout: "60" } });
      expect(await refusal(sqs.createQueue({ QueueName, Attributes: { VisibilityTimeout: "61" } }))).toBe(
        "QueueNameExists",
      );
    },
  },
  {
    name: "a queue is not made again with an attribute that it hasn't",
    says: api("CreateQueue"),
    async run({ sqs, name }) {
      const QueueName = name();
      await sqs.createQueue({ QueueName });
      expect(await refusal(sqs.createQueue({ QueueName, Attributes: { DelaySeconds: "5" } }))).toBe("QueueNameExists");
    },
  },
  {
    name: "names of queues are told apart by case",
    says: api("CreateQueue"),
    async run({ sqs, name }) {
      const QueueName = name();
      await sqs.createQueue({ QueueName });
      expect(await refusal(sqs.getQueueUrl({ QueueName: QueueName.toUpperCase() }))).toBe("QueueDoesNotExist");
    },
  },
  {
    name: "a name of 80 characters is taken",
    says: named,
    async run({ sqs, name }) {
      const QueueName = name().padEnd(80, "-_aZ9");
      expect((await sqs.createQueue({ QueueName })).QueueUrl).toMatch(QueueName);
    },
  },
  ...["x".repeat(81), "a.b", "a b", "ä", "a/b", "x".repeat(76).concat(".fifo")].map(
    (QueueName, index): Check => ({
      name: `a name that is none is refused (${["81 characters", "a dot", "a space", "a letter beyond ASCII", "a slash", "81 with .fifo"][index]})`,
      says: named,
      async run({ sqs }) {
        const Attributes = QueueName.endsWith(".fifo") ? { FifoQueue: "true" } : {};
        expect(await refusal(sqs.createQueue({ QueueName, Attributes }))).toBe("InvalidParameterValue");
      },
    }),
  ),
  {
    name: "a FIFO queue's name ends in .fifo",
    says: api("CreateQueue"),
    async run({ sqs, name }) {
      expect(await refusal(sqs.createQueue({ QueueName: name(), Attributes: { FifoQueue: "true" } }))).not.toMatch(
        "nothing",
      );
    },
  },
  {
    name: "a name that ends in .fifo is a FIFO queue's alone",
    says: api("CreateQueue"),
    async run({ sqs, name }) {
      expect(await refusal(sqs.createQueue({ QueueName: `${name()}.fifo` }))).toBe("InvalidParameterValue");
    },
  },
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
