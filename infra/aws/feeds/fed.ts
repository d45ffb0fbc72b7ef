// What each kind of feed is told.

import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { QueuePlan } from "../../../shared/fabric/deployment/queue-plan.ts";

/** A queue that is fed, its dead letters, and the fabric whose they are. */
export interface Fed {
  readonly fabric: string;
  readonly plan: QueuePlan;
  readonly queue: Queue;
  readonly deadLetters: Queue;
}
