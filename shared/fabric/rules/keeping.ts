// How long things are kept, and with which key: what would be lost, or could not be read, in the cloud only.

import { SQS_LIMITS } from "../../brokers/sqs/endpoint.ts";
import type { Problem } from "../../core/errors.ts";
import { type Fabric, fault, warning } from "../fabric.ts";
import { isUnknown } from "../unknown.ts";

/**
 * A dead letter of a standard queue keeps the age that it had, so one that waited for the longest time there is would be
 * gone as it arrives: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
export function retentions(fabric: Fabric): readonly Problem[] {
  return [...fabric.endpoints].flatMap(([name, { endpoint, settings }]) => {
    const isShort = (settings.retentionSeconds ?? 0) < SQS_LIMITS.retentionSeconds;
    if (endpoint.broker !== "sqs" || isShort) return [];
    const message = `dead letters of ${name} keep the age that they had, and go after 14d like the queue's own messages: use less than 14d`;
    return [warning(fabric, ["endpoints", name, "retention"], "RETENTION", message)];
  });
}

/** A key of another region can't encrypt a queue. */
export function keys(fabric: Fabric): readonly Problem[] {
  return [...fabric.endpoints].flatMap(([name, { endpoint }]) => {
    if (endpoint.broker !== "sqs" || endpoint.kmsKey === undefined) return [];
    const [, , , region] = endpoint.kmsKey.split(":");
    if (region === endpoint.region || isUnknown(endpoint.region)) return [];
    const message = `queue ${name} is in ${endpoint.region} and its key in ${region}: name a key of the queue's own region`;
    return [fault(fabric, ["endpoints", name, "kmsKey"], "KMS_REGION", message)];
  });
}

/**
 * What is published to a topic that nobody subscribes to is gone, and a consumer that comes later never sees it. Told by
 * `plan`, not by `check`: consumers outside the fabric are the rule, and it can't see them.
 */
export function subscribers(fabric: Fabric): readonly Problem[] {
  const sources = new Set([...fabric.hops.values()].flatMap(({ from }) => from));
  const targets = new Set([...fabric.hops.values()].flatMap(({ to }) => to));
  return [...fabric.endpoints].flatMap(([name, { endpoint, existing, settings }]) => {
    const isHeard = sources.has(name) || settings.landing !== undefined || settings.retentionSeconds !== undefined;
    if (endpoint.broker !== "pubsub" || existing || isHeard || !targets.has(name)) return [];
    const message = `nothing in the fabric subscribes to topic ${name}: what is published before a consumer does is gone, unless the topic has retention (as 1d)`;
    return [warning(fabric, ["endpoints", name], "UNHEARD", message)];
  });
}
