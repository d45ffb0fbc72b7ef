// Queues are made, and made again.

import { expect } from "vitest";
import { api, type Check, guide } from "./check.ts";
import { attributesOf, refusal } from "./talk.ts";

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
];
