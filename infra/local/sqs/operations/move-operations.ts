// Messages are moved out of dead-letter queues, step by step.

import { SqsFault } from "../fault.ts";
import { type Fields, maybeInteger, maybeText, text } from "../fields.ts";
import { SERVICE_LIMITS } from "../limits.ts";
import type { MoveTask } from "../move-task.ts";
import { taskAddress, taskHandle } from "../place.ts";
import type { Operation } from "./operation.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html */
export const startMessageMoveTask: Operation = (request, { engine }) => {
  const destinationArn = maybeText(request, "DestinationArn");
  const perSecond = maybeInteger(request, "MaxNumberOfMessagesPerSecond", 1, SERVICE_LIMITS.movedPerSecond);
  const task = engine.moves.start({
    sourceArn: text(request, "SourceArn"),
    ...(destinationArn === undefined ? {} : { destinationArn }),
    ...(perSecond === undefined ? {} : { perSecond }),
  });
  return { TaskHandle: handleOf(task) };
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListMessageMoveTasks.html */
export const listMessageMoveTasks: Operation = (request, { engine }) => {
  const limit = maybeInteger(request, "MaxResults", 1, SERVICE_LIMITS.listedMoveTasks) ?? 1;
  return { Results: engine.moves.of(text(request, "SourceArn")).slice(0, limit).map(write) };
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CancelMessageMoveTask.html */
export const cancelMessageMoveTask: Operation = (request, { engine }) => {
  const task = taskAddress(text(request, "TaskHandle"));
  if (task === undefined) throw new SqsFault("InvalidParameterValue", "Value for parameter TaskHandle is invalid.");
  return { ApproximateNumberOfMessagesMoved: engine.moves.cancel(task.sourceArn, task.taskId) };
};

const handleOf = ({ id, source }: MoveTask): string => taskHandle({ taskId: id, sourceArn: source.arn });

/** What is undefined is not written into the JSON of the answer. */
function write(task: MoveTask): Fields {
  return {
    TaskHandle: task.status === "RUNNING" ? handleOf(task) : undefined,
    Status: task.status,
    SourceArn: task.source.arn,
    DestinationArn: task.destinationArn,
    MaxNumberOfMessagesPerSecond: task.perSecond,
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    FailureReason: task.failureReason,
    StartedTimestamp: task.startedAt,
  };
}
