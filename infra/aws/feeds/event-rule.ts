// A queue as the target of an EventBridge rule.

import { CfnRule } from "aws-cdk-lib/aws-events";
import type { Construct } from "constructs";
import type { Feed } from "../../../shared/fabric/feed-schema.ts";
import type { Fed } from "./fed.ts";
import { letSend } from "./let-send.ts";

/** An event pattern as EventBridge takes it. */
export type EventPattern = Readonly<Record<string, unknown>>;

/** Everything that the file says must hold of an event. */
export const patternOf = ({ source, detailType, pattern }: NonNullable<Feed["eventBridge"]>): EventPattern => ({
  ...pattern,
  ...(source === undefined ? {} : { source }),
  ...(detailType === undefined ? {} : { "detail-type": detailType }),
});

/**
 * The rule may send to the queue; to its dead letters, where it takes them: EventBridge buries in standard queues only
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html). In a FIFO queue all its events are one
 * group, since a rule knows only one fixed name for it.
 */
export function eventsInto(scope: Construct, fed: Fed, eventPattern: EventPattern, bus?: string): void {
  const { plan, queue, deadLetters } = fed;
  const { fifo, name } = plan.endpoint;
  const rule = new CfnRule(scope, "Rule", {
    description: `Fills ${name} of ${fed.fabric}`,
    eventPattern,
    ...(bus === undefined ? {} : { eventBusName: bus }),
    targets: [
      {
        id: "queue",
        arn: queue.queueArn,
        ...(fifo ? { sqsParameters: { messageGroupId: name } } : { deadLetterConfig: { arn: deadLetters.queueArn } }),
      },
    ],
  });
  letSend(queue, "events.amazonaws.com", rule.attrArn);
  if (!fifo) letSend(deadLetters, "events.amazonaws.com", rule.attrArn);
}
