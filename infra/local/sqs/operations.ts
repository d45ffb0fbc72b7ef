// All that the server can do, by name: a new operation is one function and one line here.

import { getQueueAttributes, setQueueAttributes } from "./operations/attribute-operations.ts";
import {
  changeMessageVisibility,
  changeMessageVisibilityBatch,
  deleteMessage,
  deleteMessageBatch,
} from "./operations/in-flight-operations.ts";
import * as moves from "./operations/move-operations.ts";
import type { Operation } from "./operations/operation.ts";
import { addPermission, removePermission } from "./operations/permission-operations.ts";
import * as queues from "./operations/queue-operations.ts";
import { receiveMessage } from "./operations/receive-operations.ts";
import { sendMessage, sendMessageBatch } from "./operations/send-operations.ts";
import { listQueueTags, tagQueue, untagQueue } from "./operations/tag-operations.ts";

/** By the name after `AmazonSQS.` in the header `X-Amz-Target`. What isn't here is refused by name. */
export const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ["CreateQueue", queues.createQueue],
  ["GetQueueUrl", queues.getQueueUrl],
  ["ListQueues", queues.listQueues],
  ["ListDeadLetterSourceQueues", queues.listDeadLetterSourceQueues],
  ["DeleteQueue", queues.deleteQueue],
  ["PurgeQueue", queues.purgeQueue],
  ["GetQueueAttributes", getQueueAttributes],
  ["SetQueueAttributes", setQueueAttributes],
  ["SendMessage", sendMessage],
  ["SendMessageBatch", sendMessageBatch],
  ["ReceiveMessage", receiveMessage],
  ["DeleteMessage", deleteMessage],
  ["DeleteMessageBatch", deleteMessageBatch],
  ["ChangeMessageVisibility", changeMessageVisibility],
  ["ChangeMessageVisibilityBatch", changeMessageVisibilityBatch],
  ["StartMessageMoveTask", moves.startMessageMoveTask],
  ["ListMessageMoveTasks", moves.listMessageMoveTasks],
  ["CancelMessageMoveTask", moves.cancelMessageMoveTask],
  ["AddPermission", addPermission],
  ["RemovePermission", removePermission],
  ["TagQueue", tagQueue],
  ["UntagQueue", untagQueue],
  ["ListQueueTags", listQueueTags],
]);
