// Tags, and permissions in a queue's policy.

import { expect } from "vitest";
import { api, type Check, guide } from "./check.ts";
import { arnOf, attributesOf, refusal } from "./talk.ts";

const ADD = api("AddPermission");
const FRIEND = "444455556666";

export const tagsAndPermissions: readonly Check[] = [
  {
    name: "a queue is made with tags",
    says: api("CreateQueue"),
    async run({ sqs, name }) {
      const { QueueUrl } = await sqs.createQueue({ QueueName: name(), tags: { team: "orders", Team: "" } });
      expect((await sqs.listQueueTags({ QueueUrl })).Tags).toEqual({ team: "orders", Team: "" });
    },
  },
  {
    name: "a tag goes over one of its key, and others stay",
    says: api("TagQueue"),
    async run({ sqs, queue }) {
      const QueueUrl = await queue();
      await sqs.tagQueue({ QueueUrl, Tags: { a: "1", b: "1" } });
      await sqs.tagQueue({ QueueUrl, Tags: { b: "2" } });
      expect((await sqs.listQueueTags({ QueueUrl })).Tags).toEqual({ a: "1", b: "2" });
    },
  },
  {
    name: "tags are removed by their keys, and one that is not there is no error",
    says: api("UntagQueue"),
    async run({ sqs, queue }) {
      const QueueUrl = await queue();
      await sqs.tagQueue({ QueueUrl, Tags: { a: "1", b: "1" } });
      await sqs.untagQueue({ QueueUrl, TagKeys: ["a", "c"] });
      expect((await sqs.listQueueTags({ QueueUrl })).Tags).toEqual({ b: "1" });
    },
  },
  {
    name: "a queue without tags lists none",
    says: api("ListQueueTags"),
    async run({ sqs, queue }) {
      expect((await sqs.listQueueTags({ QueueUrl: await queue() })).Tags ?? {}).toEqual({});
    },
  },
  {
    name: "a queue has 50 tags",
    says: guide("quotas-queues"),
    open: "more than 50 are not recommended: here, as the service has been seen to do, they are refused",
    async run({ sqs, queue }) {
      const QueueUrl = await queue();
      const some = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, "v"]));
      await sqs.tagQueue({ QueueUrl, Tags: some(50) });
      expect(await refusal(sqs.tagQueue({ QueueUrl, Tags: some(51) }))).toBe("InvalidParameterValue");
    },
  },
  {
    name: "a tag's key has up to 128 characters, and its value up to 256",
    says: guide("quotas-queues"),
    async run({ sqs, queue }) {
      const QueueUrl = await queue();
      await sqs.tagQueue({ QueueUrl, Tags: { ["k".repeat(128)]: "v".repeat(256) } });
      for (const Tags of [{ ["k".repeat(129)]: "v" }, { k: "v".repeat(257) }] as Record<string, string>[])
        expect(await refusal(sqs.tagQueue({ QueueUrl, Tags }))).toBe("InvalidParameterValue");
    },
  },
  {
    name: "a permission becomes a statement of the queue's policy",
    says: ADD,
    async run(world) {
      const QueueUrl = await world.queue();
      const permission = { Label: "friend", AWSAccountIds: [FRIEND], Actions: ["SendMessage"] };
      await world.sqs.addPermission({ QueueUrl, ...permission });
      const { Policy = "{}" } = await attributesOf(world, QueueUrl);
      expect(JSON.parse(Policy)).toEqual({
        Version: expect.any(String),
        Id: expect.any(String),
        Statement: [
          {
            Sid: "friend",
            Effect: "Allow",
            Principal: { AWS: `arn:aws:iam::${FRIEND}:root` },
            Action: "SQS:SendMessage",
            Resource: await arnOf(world, QueueUrl),
          },
        ],
      });
    },
  },
  {
    name: "a permission is for several accounts and actions",
    says: ADD,
    async run(world) {
      const QueueUrl = await world.queue();
      const AWSAccountIds = [FRIEND, "777788889999"];
      await world.sqs.addPermission({ QueueUrl, Label: "l", AWSAccountIds, Actions: ["SendMessage", "GetQueueUrl"] });
      const { Policy = "{}" } = await attributesOf(world, QueueUrl);
      expect(JSON.parse(Policy).Statement).toMatchObject([
        {
          Principal: { AWS: AWSAccountIds.map((account) => `arn:aws:iam::${account}:root`) },
          Action: ["SQS:SendMessage", "SQS:GetQueueUrl"],
        },
      ]);
    },
  },
  {
    name: "a label is used once",
    says: ADD,
    open: "which error it is: the service has been seen to say InvalidParameterValue",
    async run({ sqs, queue }) {
      const permission = { QueueUrl: await queue(), Label: "l", AWSAccountIds: [FRIEND], Actions: ["*"] };
      await sqs.addPermission(permission);
      expect(await refusal(sqs.addPermission(permission))).toBe("InvalidParameterValue");
    },
  },
  {
    name: "a permission has at most seven actions",
    says: ADD,
    async run({ sqs, queue }) {
      const seven = "SendMessage ReceiveMessage DeleteMessage ChangeMessageVisibility GetQueueUrl PurgeQueue".split(
        " ",
      );
      const Actions = [...seven, "GetQueueAttributes", "ListDeadLetterSourceQueues"];
      const add = sqs.addPermission({ QueueUrl: await queue(), Label: "l", AWSAccountIds: [FRIEND], Actions });
      expect(await refusal(add)).toBe("OverLimit");
    },
  },
  {
    name: "what the owner alone may do is no permission",
    says: guide("sqs-customer-managed-policy-examples"),
    open: "which error it is",
    async run({ sqs, queue }) {
      const parts = { QueueUrl: await queue(), Label: "l", AWSAccountIds: [FRIEND] };
      for (const action of ["DeleteQueue", "AddPermission", "Dance"])
        expect(await refusal(sqs.addPermission({ ...parts, Actions: [action] }))).toBe("InvalidParameterValue");
    },
  },
  {
    name: "a label has up to 80 letters, digits, hyphens and underscores",
    says: ADD,
    async run({ sqs, queue }) {
      const parts = { QueueUrl: await queue(), AWSAccountIds: [FRIEND], Actions: ["SendMessage"] };
      await sqs.addPermission({ ...parts, Label: "aZ9_-".padEnd(80, "x") });
      for (const Label of ["x".repeat(81), "a b"])
        expect(await refusal(sqs.addPermission({ ...parts, Label }))).toBe("InvalidParameterValue");
    },
  },
  {
    name: "a permission is removed by its label, and the policy is gone with the last",
    says: api("RemovePermission"),
    async run(world) {
      const QueueUrl = await world.queue();
      for (const Label of ["one", "two"])
        await world.sqs.addPermission({ QueueUrl, Label, AWSAccountIds: [FRIEND], Actions: ["SendMessage"] });
      await world.sqs.removePermission({ QueueUrl, Label: "one" });
      const { Policy = "{}" } = await attributesOf(world, QueueUrl);
      expect(JSON.parse(Policy).Statement).toMatchObject([{ Sid: "two" }]);
      await world.sqs.removePermission({ QueueUrl, Label: "two" });
      expect(await attributesOf(world, QueueUrl)).not.toHaveProperty("Policy");
    },
  },
  {
    name: "a label that is not there can't be removed",
    says: api("RemovePermission"),
    open: "which error it is: the service has been seen to say InvalidParameterValue",
    async run({ sqs, queue }) {
      expect(await refusal(sqs.removePermission({ QueueUrl: await queue(), Label: "none" }))).toBe(
        "InvalidParameterValue",
      );
    },
  },
];
