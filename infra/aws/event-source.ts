// How Lambda takes from a queue for a function: in batches, of which single messages can fail.

import { Duration } from "aws-cdk-lib";
import {
  EventSourceMapping,
  type EventSourceMappingProps,
  type Function as LambdaFunction,
} from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { queueArn } from "../../shared/brokers/sqs/endpoint.ts";
import type { LambdaPlan } from "../../shared/fabric/deployment/function-plan.ts";

/** Limits and pollers only where the hop asks: both keep pollers busy, which costs by the hour. */
export function eventSource(scope: Construct, plan: LambdaPlan, target: LambdaFunction): EventSourceMapping {
  const { link, maxConcurrency } = plan;
  if (link.source.broker !== "sqs" || !("batch" in link))
    throw new TypeError(`${link.name} does not take from a queue`);
  const { maxMessages, windowSeconds } = link.batch;
  return new EventSourceMapping(scope, "Source", {
    target,
    eventSourceArn: queueArn(link.source),
    batchSize: maxMessages,
    // A FIFO queue takes no window, not even one of nothing.
    ...(windowSeconds === 0 ? {} : { maxBatchingWindow: Duration.seconds(windowSeconds) }),
    reportBatchItemFailures: true,
    ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
    ...pollers(plan),
  });
}

function pollers({ pollers: asked }: LambdaPlan): Partial<EventSourceMappingProps> {
  if (asked === undefined) return {};
  const { min, max } = asked;
  return {
    provisionedPollerConfig: {
      ...(min === undefined ? {} : { minimumPollers: min }),
      ...(max === undefined ? {} : { maximumPollers: max }),
    },
  };
}
