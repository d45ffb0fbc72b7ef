// Both local servers with little patience, and a client of each that finds out whether they still work.

import { ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { expect } from "vitest";
import { aServer as aPubsub, aRawSubscriber, aSubscription } from "../pubsub/a-server.ts";
import { aServer as anSqs, aQueueUrl } from "../sqs/a-server.ts";

/** Short enough to wait for, long enough for a client that means well on a busy machine. */
const PATIENCE_MS = 1_000;

/** Both, gone when the test is. `work` sends and receives a message at each. */
export async function bothServers(patienceMs = PATIENCE_MS) {
  const [sqs, pubsub] = [await anSqs({ patienceMs }), await aPubsub({ patienceMs })];
  const QueueUrl = await aQueueUrl(sqs.client);
  const { topic, subscription } = await aSubscription(pubsub.client);
  const raw = aRawSubscriber(pubsub.server);
  const work = async (): Promise<void> => {
    await sqs.client.send(new SendMessageCommand({ QueueUrl, MessageBody: "still here" }));
    const { Messages } = await sqs.client.send(new ReceiveMessageCommand({ QueueUrl }));
    expect(Messages).toHaveLength(1);
    await topic.publishMessage({ data: Buffer.from("still here") });
    const [{ receivedMessages = [] }] = await raw.pull({ subscription: subscription.name, maxMessages: 10 });
    expect(receivedMessages?.map(({ message }) => String(message?.data))).toEqual(["still here"]);
    const ackIds = receivedMessages?.map(({ ackId }) => ackId ?? "") ?? [];
    await raw.acknowledge({ subscription: subscription.name, ackIds });
  };
  return { sqs, pubsub, QueueUrl, ports: [sqs.server.port, pubsub.server.port], work };
}
