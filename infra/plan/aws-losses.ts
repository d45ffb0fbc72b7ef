// What CloudFormation would take away with what has left a fabric: told by the templates that are deployed.

import { spell } from "../../shared/fabric/duration.ts";
import type { Loss } from "./consent.ts";
import { lossOf, UNREADABLE } from "./losses.ts";

/** A queue, how long it keeps messages, and by which key of KMS, if any. */
export interface KeptQueue {
  readonly queue: string;
  readonly retentionSeconds: number;
  readonly kmsKey?: string | undefined;
}

/** A stack with the queues that it makes. */
export interface QueueStack {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly queues: readonly KeptQueue[];
}

/**
 * By the address that `plan` has for each queue. `wanted` has the queues that each stack is to have, by its name: none for
 * a stack that is to go. A queue of the same name in another stack is no reason to keep quiet: it can't be in both, and
 * which goes first is not for us to say. Pure.
 */
export function awsLosses(
  deployed: readonly QueueStack[],
  wanted: ReadonlyMap<string, readonly KeptQueue[]>,
): readonly Loss[] {
  return deployed.flatMap(({ name, account, region, queues }) => {
    const next = new Map((wanted.get(name) ?? []).map((each) => [each.queue, each]));
    return queues.flatMap(({ queue, retentionSeconds, kmsKey }) => {
      const address = `aws/queue/${account}/${region}/${queue}`;
      const kept = next.get(queue);
      if (kept === undefined)
        return [{ address, ...lossOf({ cloud: "aws", kind: "queue", name: queue, settings: {} }) }];
      const lost = [
        ...(kept.retentionSeconds < retentionSeconds ? [`what is older than ${spell(kept.retentionSeconds)}`] : []),
        ...(kmsKey !== undefined && kmsKey !== kept.kmsKey ? [UNREADABLE] : []),
      ];
      return lost.length === 0 ? [] : [{ address, loss: `queue ${queue}: ${lost.join("; ")}` }];
    });
  });
}

/** Of the text of a template; a queue that says nothing keeps for four days. Throws `SyntaxError` for what is no JSON. */
export function queuesIn(template: string): readonly KeptQueue[] {
  const { Resources = {} } = JSON.parse(template) as Template;
  return Object.values(Resources).flatMap(({ Type, Properties = {} }) =>
    Type === "AWS::SQS::Queue" && typeof Properties.QueueName === "string"
      ? [
          {
            queue: Properties.QueueName,
            retentionSeconds: Number(Properties.MessageRetentionPeriod ?? DEFAULT_SECONDS),
            ...(typeof Properties.KmsMasterKeyId === "string" ? { kmsKey: Properties.KmsMasterKeyId } : {}),
          },
        ]
      : [],
  );
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-queue-parameters.html */
const DEFAULT_SECONDS = 345_600;

interface Template {
  readonly Resources?: Readonly<
    Record<
      string,
      {
        readonly Type: string;
        readonly Properties?: {
          readonly QueueName?: unknown;
          readonly MessageRetentionPeriod?: unknown;
          readonly KmsMasterKeyId?: unknown;
        };
      }
    >
  >;
}
