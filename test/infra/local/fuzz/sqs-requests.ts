// One request of each operation as a client sends it: what the fuzzing of the SQS server starts from.

import type { Json } from "./mutations.ts";

const ARN = "arn:aws:sqs:eu-west-1:111122223333:";
const attributes = {
  a: { DataType: "String", StringValue: "x" },
  b: { DataType: "Binary", BinaryValue: "eA==" },
};

/** By operation; `orders` and `orders.fifo` are queues, `handle` is a receipt handle of the first. */
export function sqsRequests(urlOf: (queue: string) => string, handle: string): readonly (readonly [string, Json])[] {
  const [QueueUrl, fifo] = [urlOf("orders"), urlOf("orders.fifo")];
  const entry = { Id: "1", MessageBody: "x", DelaySeconds: 0, MessageAttributes: attributes };
  const redrive = JSON.stringify({ deadLetterTargetArn: `${ARN}orders`, maxReceiveCount: 3 });
  const settings = {
    VisibilityTimeout: "30",
    RedrivePolicy: redrive,
    Policy: '{"Version":"2012-10-17","Statement":[]}',
  };
  const trace = { AWSTraceHeader: { DataType: "String", StringValue: "Root=1-67891233-abcdef012345678912345678" } };
  return [
    ["CreateQueue", { QueueName: "more", Attributes: settings, tags: { a: "b" } }],
    ["GetQueueUrl", { QueueName: "orders", QueueOwnerAWSAccountId: "111122223333" }],
    ["ListQueues", { QueueNamePrefix: "o", MaxResults: 1, NextToken: "b3JkZXJz" }],
    ["ListDeadLetterSourceQueues", { QueueUrl, MaxResults: 1 }],
    ["GetQueueAttributes", { QueueUrl, AttributeNames: ["All", "QueueArn"] }],
    ["SetQueueAttributes", { QueueUrl: urlOf("more"), Attributes: settings }],
    ["SendMessage", { QueueUrl, MessageBody: "x", MessageAttributes: attributes, MessageSystemAttributes: trace }],
    ["SendMessage", { QueueUrl: fifo, MessageBody: "x", MessageGroupId: "g", MessageDeduplicationId: "d" }],
    ["SendMessageBatch", { QueueUrl, Entries: [entry, { ...entry, Id: "2" }] }],
    [
      "ReceiveMessage",
      { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0, WaitTimeSeconds: 1, MessageAttributeNames: ["a.*"] },
    ],
    ["ReceiveMessage", { QueueUrl: fifo, ReceiveRequestAttemptId: "r", MessageSystemAttributeNames: ["All"] }],
    ["DeleteMessage", { QueueUrl, ReceiptHandle: handle }],
    ["DeleteMessageBatch", { QueueUrl, Entries: [{ Id: "1", ReceiptHandle: handle }] }],
    ["ChangeMessageVisibility", { QueueUrl, ReceiptHandle: handle, VisibilityTimeout: 10 }],
    [
      "ChangeMessageVisibilityBatch",
      { QueueUrl, Entries: [{ Id: "1", ReceiptHandle: handle, VisibilityTimeout: 10 }] },
    ],
    [
      "StartMessageMoveTask",
      { SourceArn: `${ARN}orders`, DestinationArn: `${ARN}more`, MaxNumberOfMessagesPerSecond: 5 },
    ],
    ["ListMessageMoveTasks", { SourceArn: `${ARN}orders`, MaxResults: 1 }],
    ["CancelMessageMoveTask", { TaskHandle: Buffer.from('{"taskId":"x","sourceArn":"x"}').toString("base64") }],
    ["AddPermission", { QueueUrl, Label: "l", AWSAccountIds: ["111122223333"], Actions: ["SendMessage"] }],
    ["RemovePermission", { QueueUrl, Label: "l" }],
    ["TagQueue", { QueueUrl, Tags: { a: "b" } }],
    ["UntagQueue", { QueueUrl, TagKeys: ["a"] }],
    ["ListQueueTags", { QueueUrl }],
    ["PurgeQueue", { QueueUrl: urlOf("more") }],
    ["DeleteQueue", { QueueUrl: urlOf("more") }],
  ];
}
