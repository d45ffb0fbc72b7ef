// What a hop says about its functions and its tries, held against what its source's cloud can do.

import type { Problem } from "../../core/errors.ts";
import { type Fabric, fault, type Hop, type Path, warning } from "../fabric.ts";
import { BACKOFF } from "../policies.ts";

/** https://cloud.google.com/pubsub/docs/handling-failures */
const TOPIC_ATTEMPTS = { min: 5, max: 100 };

/** https://docs.cloud.google.com/pubsub/docs/push: the longest that Pub/Sub waits for an answer, in seconds. */
const PUSH_SECONDS = 600;

/** Settings that the hop's cloud refuses (errors), or that do nothing there (warnings). */
export function policies(fabric: Fabric): readonly Problem[] {
  return [...fabric.hops.values()].flatMap((hop) => {
    const brokers = new Set(hop.from.map((from) => fabric.endpoints.get(from)?.endpoint.broker));
    const at = (...path: Path): Path => ["hops", hop.name, ...path];
    return [
      ...(brokers.has("sqs") ? onAws(fabric, hop, at) : []),
      ...(brokers.has("pubsub") ? onGoogle(fabric, hop, at) : []),
      ...delays(fabric, hop, at),
    ];
  });
}

type At = (...path: Path) => Path;

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
function onAws(fabric: Fabric, { name, run, retry }: Hop, at: At): readonly Problem[] {
  const { maxConcurrency, pollers } = run;
  const isIdle = retry.firstDelaySeconds !== undefined || retry.maxDelaySeconds !== undefined;
  return [
    ...(maxConcurrency === 1
      ? [
          fault(
            fabric,
            at("function", "maxConcurrency"),
            "CONCURRENCY",
            `hop ${name} runs on AWS, where 2 is the least: leave it out, or use 2 or more`,
          ),
        ]
      : []),
    ...(maxConcurrency !== undefined && pollers !== undefined
      ? [
          fault(
            fabric,
            at("function", "pollers"),
            "CONCURRENCY",
            `hop ${name} has pollers and maxConcurrency, and AWS takes only one of them: leave one out`,
          ),
        ]
      : []),
    ...(pollers?.min !== undefined && pollers.max !== undefined && pollers.min > pollers.max
      ? [
          fault(
            fabric,
            at("function", "pollers", "min"),
            "CONCURRENCY",
            `hop ${name} has more pollers at least than at most`,
          ),
        ]
      : []),
    ...(isIdle
      ? [
          warning(
            fabric,
            at("retry"),
            "RETRY_UNUSED",
            `hop ${name} takes from a queue, where a failed message rests for the visibility timeout: delays do nothing`,
          ),
        ]
      : []),
  ];
}

function onGoogle(fabric: Fabric, { name, run, retry, latency }: Hop, at: At): readonly Problem[] {
  const { min, max } = TOPIC_ATTEMPTS;
  const { attempts } = retry;
  return [
    ...(attempts !== undefined && (attempts < min || attempts > max)
      ? [
          fault(
            fabric,
            at("retry", "attempts"),
            "ATTEMPTS",
            `hop ${name} takes from a topic, where attempts are from ${min} to ${max}`,
          ),
        ]
      : []),
    ...(run.pollers === undefined
      ? []
      : [
          fault(
            fabric,
            at("function", "pollers"),
            "CONCURRENCY",
            `hop ${name} takes from a topic, which pushes: leave pollers out`,
          ),
        ]),
    ...((run.timeoutSeconds ?? 0) > PUSH_SECONDS
      ? [
          fault(
            fabric,
            at("function", "timeoutSeconds"),
            "TIMEOUT",
            `hop ${name} takes from a topic, and a push waits for at most ${PUSH_SECONDS} s`,
          ),
        ]
      : []),
    ...(latency === "low"
      ? [
          warning(
            fabric,
            at("latency"),
            "LATENCY_UNUSED",
            `hop ${name} takes from a topic, which pushes each message at once: latency does nothing`,
          ),
        ]
      : []),
  ];
}

function delays(fabric: Fabric, { name, retry }: Hop, at: At): readonly Problem[] {
  // Where the file does not say how long it rests at first, that is the default; the most grows with it.
  const { firstDelaySeconds = BACKOFF.firstDelaySeconds, maxDelaySeconds = Number.POSITIVE_INFINITY } = retry;
  if (firstDelaySeconds <= maxDelaySeconds) return [];
  return [
    fault(
      fabric,
      at("retry", "maxDelaySeconds"),
      "RETRY_DELAYS",
      `hop ${name} rests at first longer than at most: raise maxDelaySeconds to ${firstDelaySeconds}`,
    ),
  ];
}
