// How Lambda takes from a queue for a function: in batches, of which single messages can fail.

import { Validations } from "aws-cdk-lib";
import { CfnEventSourceMapping, type CfnFunction } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { queueArn } from "../../shared/brokers/sqs/endpoint.ts";
import type { LambdaPlan } from "../../shared/fabric/deployment/function-plan.ts";

/** Limits and pollers only where the hop asks: both keep pollers busy, which costs by the hour. */
export function eventSource(scope: Construct, plan: LambdaPlan, target: CfnFunction): CfnEventSourceMapping {
  const { link, maxConcurrency, pollers } = plan;
  if (!("batch" in link)) throw new TypeError(`${link.name} does not take from a queue`);
  const { maxMessages, windowSeconds } = link.batch;
  const made = new CfnEventSourceMapping(scope, "Source", {
    functionName: target.ref,
    eventSourceArn: queueArn(link.source),
    batchSize: maxMessages,
    // A FIFO queue takes no window, not even one of nothing.
    ...(windowSeconds === 0 ? {} : { maximumBatchingWindowInSeconds: windowSeconds }),
    functionResponseTypes: ["ReportBatchItemFailures"],
    ...(maxConcurrency === undefined ? {} : { scalingConfig: { maximumConcurrency: maxConcurrency } }),
    ...(pollers === undefined
      ? {}
      : {
          provisionedPollerConfig: {
            ...(pollers.min === undefined ? {} : { minimumPollers: pollers.min }),
            ...(pollers.max === undefined ? {} : { maximumPollers: pollers.max }),
          },
        }),
  });
  Validations.of(made).acknowledge({
    id: "Serverless-LambdaEventSourceMappingDestination",
    reason: "A queue as source knows no such destination: its redrive policy moves what fails too often.",
  });
  return made;
}
