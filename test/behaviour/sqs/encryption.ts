// Policies and encryption of queues: kept and shown.

import { expect } from "vitest";
import { api, type Check, guide } from "./check.ts";
import { attributesOf, refusal } from "./talk.ts";

export const encryption: readonly Check[] = [
  {
    name: "an attribute is taken away by an empty value",
    says: api("SetQueueAttributes"),
    open: "that an empty value takes a policy away is said of the console and seen of the service",
    async run(world) {
      const QueueUrl = await world.queue({ Policy: '{"Version":"2012-10-17","Statement":[]}' });
      await world.sqs.setQueueAttributes({ QueueUrl, Attributes: { Policy: "" } });
      expect(await attributesOf(world, QueueUrl)).not.toHaveProperty("Policy");
    },
  },
  {
    name: "a policy that is no JSON is refused",
    says: api("SetQueueAttributes"),
    async run({ queue }) {
      expect(await refusal(queue({ Policy: "let everybody in" }))).toBe("InvalidAttributeValue");
    },
  },
  {
    name: "messages are encrypted by SQS unless a key of KMS is asked for, and then by that alone",
    says: guide("sqs-configure-sqs-sse-queue"),
    async run(world) {
      expect((await attributesOf(world, await world.queue()))["SqsManagedSseEnabled"]).toBe("true");
      const QueueUrl = await world.queue({ KmsMasterKeyId: "alias/aws/sqs" });
      expect(await attributesOf(world, QueueUrl)).toMatchObject({
        KmsMasterKeyId: "alias/aws/sqs",
        KmsDataKeyReusePeriodSeconds: "300",
        SqsManagedSseEnabled: "false",
      });
      await world.sqs.setQueueAttributes({ QueueUrl, Attributes: { SqsManagedSseEnabled: "true" } });
      expect(await attributesOf(world, QueueUrl)).not.toHaveProperty("KmsMasterKeyId");
    },
  },
  {
    name: "both kinds of encryption at once are refused",
    says: api("SetQueueAttributes"),
    open: "which error it is: the service has been seen to say InvalidAttributeName",
    async run({ queue }) {
      const both = queue({ KmsMasterKeyId: "alias/aws/sqs", SqsManagedSseEnabled: "true" });
      expect(await refusal(both)).toBe("InvalidAttributeName");
    },
  },
  {
    name: "a data key of KMS is used again for 60 seconds to 24 hours",
    says: api("SetQueueAttributes"),
    async run({ queue }) {
      for (const seconds of ["59", "86401"])
        expect(await refusal(queue({ KmsMasterKeyId: "alias/aws/sqs", KmsDataKeyReusePeriodSeconds: seconds }))).toBe(
          "InvalidAttributeValue",
        );
    },
  },
];
