// Lets a service of AWS send to a queue, on behalf of one named resource.

import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Queue } from "aws-cdk-lib/aws-sqs";

/** `service` as AWS calls it, as `events.amazonaws.com`. Without the source's name anybody could have the service send: https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html */
export function letSend(queue: Queue, service: string, sourceArn: string): void {
  queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal(service)],
      actions: ["sqs:SendMessage"],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { "aws:SourceArn": sourceArn } },
    }),
  );
}
