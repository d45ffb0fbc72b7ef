// Which queue may be whose dead-letter queue, and after how many receives.

import { expect } from "vitest";
import { api, type Check, guide } from "./check.ts";
import { arnOf, attributesOf, refusal } from "./talk.ts";

const SET = api("SetQueueAttributes");
const to = (deadLetterTargetArn: string, maxReceiveCount: unknown = 1) => ({
  RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount }),
});

export const redrivePolicies: readonly Check[] = [
  {
    name: "a queue gives up after ten receives where the policy does not say",
    says: SET,
    async run(world) {
      const deadLetterTargetArn = await arnOf(world, await world.queue());
      const url = await world.queue({ RedrivePolicy: JSON.stringify({ deadLetterTargetArn }) });
      const { RedrivePolicy = "{}" } = await attributesOf(world, url);
      expect(Number(JSON.parse(RedrivePolicy).maxReceiveCount)).toBe(10);
    },
  },
  ...[0, 1001, "many"].map(
    (maxReceiveCount): Check => ({
      name: `a limit of ${maxReceiveCount} receives is refused`,
      says: guide("sqs-configure-dead-letter-queue"),
      async run(world) {
        const dead = await arnOf(world, await world.queue());
        expect(await refusal(world.queue(to(dead, maxReceiveCount)))).toMatch(/^Invalid(Attribute|Parameter)Value$/);
      },
    }),
  ),
  {
    name: "a limit may be a text of digits",
    says: SET,
    open: "whether it is a number or a text: both are in use",
    async run(world) {
      await world.queue(to(await arnOf(world, await world.queue()), "5"));
    },
  },
  {
    name: "a dead-letter queue has to be there",
    says: SET,
    async run(world) {
      const gone = (await arnOf(world, await world.queue())).replace(/[^:]+$/, world.name());
      expect(await refusal(world.queue(to(gone)))).toBe("InvalidParameterValue");
    },
  },
  {
    name: "a target that is no ARN is refused",
    says: SET,
    async run(world) {
      expect(await refusal(world.queue(to("dead")))).toBe("InvalidParameterValue");
    },
  },
  {
    name: "a dead-letter queue is of its source's type",
    says: SET,
    async run(world) {
      const [standard, fifo] = [await arnOf(world, await world.queue()), await arnOf(world, await world.fifo())];
      expect([await refusal(world.queue(to(fifo))), await refusal(world.fifo(to(standard)))]).toEqual([
        "InvalidParameterValue",
        "InvalidParameterValue",
      ]);
    },
  },
  {
    name: "a queue that takes no dead letters is no one's dead-letter queue",
    says: SET,
    async run(world) {
      const closed = await world.queue({ RedriveAllowPolicy: '{"redrivePermission":"denyAll"}' });
      expect(await refusal(world.queue(to(await arnOf(world, closed))))).toBe("InvalidParameterValue");
    },
  },
  {
    name: "a queue that takes dead letters by queue takes those of the queues that it names",
    says: SET,
    async run(world) {
      const friend = await world.queue();
      const policy = { redrivePermission: "byQueue", sourceQueueArns: [await arnOf(world, friend)] };
      const dead = await arnOf(world, await world.queue({ RedriveAllowPolicy: JSON.stringify(policy) }));
      await world.sqs.setQueueAttributes({ QueueUrl: friend, Attributes: to(dead) });
      expect(await refusal(world.queue(to(dead)))).toBe("InvalidParameterValue");
    },
  },
  {
    name: "a queue names at most ten whose dead letters it takes",
    says: SET,
    async run(world) {
      const policy = (count: number) => ({
        RedriveAllowPolicy: JSON.stringify({
          redrivePermission: "byQueue",
          sourceQueueArns: Array.from({ length: count }, (_, n) => `arn:aws:sqs:eu-west-1:${world.account}:q${n}`),
        }),
      });
      await world.queue(policy(10));
      expect(await refusal(world.queue(policy(11)))).toMatch(/^Invalid(Attribute|Parameter)Value$/);
    },
  },
  {
    name: "sources of a dead-letter queue are listed, in pages where that is asked for",
    says: api("ListDeadLetterSourceQueues"),
    async run(world) {
      const QueueUrl = await world.queue();
      const dead = await arnOf(world, QueueUrl);
      const sources = [await world.queue(to(dead)), await world.queue(to(dead)), await world.queue(to(dead))];
      const all = await world.sqs.listDeadLetterSourceQueues({ QueueUrl });
      expect([all.queueUrls?.toSorted(), all.NextToken]).toEqual([sources.toSorted(), undefined]);
      const first = await world.sqs.listDeadLetterSourceQueues({ QueueUrl, MaxResults: 2 });
      const rest = await world.sqs.listDeadLetterSourceQueues({ QueueUrl, MaxResults: 2, NextToken: first.NextToken });
      expect([first.queueUrls?.length, rest.queueUrls?.length, rest.NextToken]).toEqual([2, 1, undefined]);
    },
  },
  {
    name: "a queue that is no one's dead-letter queue has no sources",
    says: api("ListDeadLetterSourceQueues"),
    async run({ sqs, queue }) {
      expect((await sqs.listDeadLetterSourceQueues({ QueueUrl: await queue() })).queueUrls ?? []).toEqual([]);
    },
  },
];
