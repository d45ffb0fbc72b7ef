// A message that was received too often moves to the dead-letter queue of its queue.

import type { Entry } from "./message.ts";
import { admit, type Queue, remove } from "./queue.ts";
import type { World } from "./world.ts";

/**
 * True where the message has moved. It stays where its queue has no redrive policy, the limit isn't reached, or the
 * dead-letter queue is gone. Its receive count goes on; the rules of age and of deduplication ids are those of
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
export function redrive(queue: Queue, entry: Entry, world: World): boolean {
  const policy = queue.settings.redrive;
  if (policy === undefined || entry.receivedHere < policy.maxReceiveCount) return false;
  const target = world.find(policy.deadLetterArn);
  if (target === undefined || target === queue || target.isFifo !== queue.isFifo) return false;
  remove(queue, entry, "redriven");
  const message = target.isFifo ? { ...entry.message, deduplicationId: entry.message.id } : entry.message;
  admit(target, {
    message,
    enqueuedAt: target.isFifo ? world.now() : entry.enqueuedAt,
    receiveCount: entry.receiveCount,
    ...(entry.firstReceivedAt === undefined ? {} : { firstReceivedAt: entry.firstReceivedAt }),
    sourceArn: queue.arn,
  });
  world.tell({ kind: "redriven", queue: queue.name, to: target.name, message });
  return true;
}
