// What the file may say about the function of a hop: how large it is and how it is called.

import { z } from "zod";
import { keyed } from "./keyed.ts";

const whole = (least: number, most: number) => {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.number({ error }).int({ error }).min(least, { error }).max(most, { error });
};

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
const pollers = keyed(
  {
    min: whole(2, 200).optional().describe("How many wait at any time. Default: 2."),
    max: whole(2, 2_000).optional().describe("The most that there will be. Default: 200."),
  },
  "{ min: NUMBER, max: NUMBER }",
).describe("Provisioned event pollers, paid by the hour; only on AWS, and not together with `maxConcurrency`.");

/**
 * Limits: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html; a push waits for its answer for at
 * most 600 s (https://docs.cloud.google.com/pubsub/docs/push).
 */
export const runSchema = keyed(
  {
    memoryMb: whole(128, 10_240)
      .optional()
      .describe(
        "Memory in MB. Default: what was measured for the crossing. On Google Cloud more than 4096 come with 2 CPUs, more than 8192 with 4.",
      ),
    timeoutSeconds: whole(1, 900)
      .optional()
      .describe("How long one invocation may take; at most 600 on Google Cloud. Default: 30."),
    maxConcurrency: whole(1, 1_000)
      .optional()
      .describe(
        "The most invocations at a time (AWS: from 2), or instances (Google Cloud). Default: no limit of ours.",
      ),
    pollers: pollers.optional(),
  },
  "{ memoryMb: NUMBER, timeoutSeconds: NUMBER }",
).describe("The hop's functions, where the defaults don't fit.");

/**
 * How often a delivery is tried before it goes to the dead letters. Receives of a queue have no upper limit that matters;
 * a dead-letter policy takes 5 to 100 attempts, and its retry policy 0 to 600 s:
 * https://cloud.google.com/pubsub/docs/handling-failures
 */
export const retrySchema = keyed(
  {
    attempts: whole(1, 1_000).optional().describe("Tries before the dead letters; 5 to 100 from a topic."),
    firstDelaySeconds: whole(0, 600).optional().describe("The pause after the first failure; from a topic only."),
    maxDelaySeconds: whole(0, 600).optional().describe("The longest pause; from a topic only."),
  },
  "{ attempts: NUMBER }",
).describe("How often a delivery is tried, and how long it rests in between.");
