// SQS to SQS: called by Lambda's event source mapping with a batch.
import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { sqsDeadLetters } from "../../shared/brokers/sqs/dead-letters.ts";
import { sqsSink } from "../../shared/brokers/sqs/sink.ts";
import { sqsSource } from "../../shared/brokers/sqs/source.ts";
import { relay } from "../../shared/core/relay.ts";
import { readLink } from "../../shared/fabric/read-link.ts";
import { wakeLink } from "../../shared/fabric/wake-link.ts";

const link = readLink("sqs-to-sqs", import.meta.dirname);
const run = wakeLink(link, ({ sinkOf, ...parts }) =>
  relay({
    ...parts,
    source: sqsSource(link.source),
    sink: sinkOf(link.targets, (target) => sqsSink(target, { keep: link.keep ?? [] })),
    deadLetters: sqsDeadLetters(link.deadLetters),
  }),
);

export const handler = (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
  run(event, { remainingMs: () => context.getRemainingTimeInMillis() });
