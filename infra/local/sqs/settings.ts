// A queue's attributes: which there are, what they may be, and what they mean to the queue.

import { SQS_LIMITS } from "../../../shared/brokers/sqs/endpoint.ts";
import { SqsFault } from "./fault.ts";
import { SERVICE_LIMITS } from "./limits.ts";
import { policyText } from "./policy.ts";
import { parseRedrive, type Redrive, redriveText, sourcesText } from "./redrive-policy.ts";

/** Attributes by their names in the service, as text: the form in which they come, are kept and go. */
export type QueueAttributes = ReadonlyMap<string, string>;

/** What the attributes mean. */
export interface Settings {
  readonly delaySeconds: number;
  readonly maximumMessageBytes: number;
  readonly retentionSeconds: number;
  readonly waitSeconds: number;
  readonly visibilityTimeoutSeconds: number;
  readonly contentBasedDeduplication: boolean;
  readonly deduplicatesByGroup: boolean;
  readonly redrive: Redrive | undefined;
}

interface Rule {
  readonly preset?: string;
  readonly isFifoOnly?: true;
  /** The form in which it is kept; nothing where the value is not legal. */
  readonly accept: (text: string) => string | undefined;
}

const integer = (least: number, most: number, preset: number | undefined): Rule => ({
  ...(preset === undefined ? {} : { preset: String(preset) }),
  accept: (text) => (/^[0-9]{1,9}$/.test(text) && +text >= least && +text <= most ? String(+text) : undefined),
});
const oneOf = (...values: readonly string[]): Rule => ({
  accept: (text) => (values.includes(text) ? text : undefined),
});
const text: Rule = { accept: (value) => value };

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const RULES = new Map<string, Rule>([
  ["DelaySeconds", integer(0, SERVICE_LIMITS.delaySeconds, 0)],
  ["MaximumMessageSize", integer(SERVICE_LIMITS.leastMessageBytes, SQS_LIMITS.messageBytes, SQS_LIMITS.messageBytes)],
  ["MessageRetentionPeriod", integer(SERVICE_LIMITS.leastRetentionSeconds, SQS_LIMITS.retentionSeconds, 345_600)],
  ["ReceiveMessageWaitTimeSeconds", integer(0, SERVICE_LIMITS.waitSeconds, 0)],
  ["VisibilityTimeout", integer(0, SQS_LIMITS.visibilityTimeoutSeconds, 30)],
  ["SqsManagedSseEnabled", { ...oneOf("true", "false"), preset: "true" }],
  ["Policy", { accept: policyText }],
  ["RedrivePolicy", { accept: redriveText }],
  ["RedriveAllowPolicy", { accept: sourcesText }],
  ["KmsMasterKeyId", text],
  ["KmsDataKeyReusePeriodSeconds", integer(60, 86_400, undefined)],
  ["FifoQueue", { ...oneOf("true"), isFifoOnly: true }],
  ["ContentBasedDeduplication", { ...oneOf("true", "false"), preset: "false", isFifoOnly: true }],
  ["DeduplicationScope", { ...oneOf("queue", "messageGroup"), preset: "queue", isFifoOnly: true }],
  ["FifoThroughputLimit", { ...oneOf("perQueue", "perMessageGroupId"), preset: "perQueue", isFifoOnly: true }],
]);

/** What a new queue has where its maker says nothing. */
export function presetAttributes(isFifo: boolean): QueueAttributes {
  const presets = new Map<string, string>(isFifo ? [["FifoQueue", "true"]] : []);
  for (const [name, { preset, isFifoOnly }] of RULES)
    if (preset !== undefined && (isFifo || !isFifoOnly)) presets.set(name, preset);
  return presets;
}

/**
 * The given attributes in the form in which they are kept. An empty value takes an attribute away and stays empty here.
 * Throws `InvalidAttributeName` for a name that this kind of queue hasn't, `InvalidAttributeValue` for a bad value.
 */
export function acceptAttributes(given: QueueAttributes, isFifo: boolean): QueueAttributes {
  const accepted = new Map<string, string>();
  for (const [name, value] of given) {
    const rule = RULES.get(name);
    if (rule === undefined || (rule.isFifoOnly && !isFifo))
      throw new SqsFault("InvalidAttributeName", `Unknown Attribute ${name}.`);
    const kept = value === "" && rule.preset === undefined ? "" : rule.accept(value);
    if (kept === undefined) throw new SqsFault("InvalidAttributeValue", `Invalid value for the parameter ${name}.`);
    accepted.set(name, kept);
  }
  return accepted;
}

/**
 * The attributes with the accepted ones over them. Throws `InvalidAttributeValue` where they contradict each other, and
 * `InvalidAttributeName` where both kinds of encryption are asked for.
 */
export function mergeAttributes(present: QueueAttributes, accepted: QueueAttributes): QueueAttributes {
  const merged = new Map(
    [...present, ...encrypted(accepted)].filter(([name]) => accepted.get(name) !== "" && !isOutdone(name, accepted)),
  );
  if (merged.get("FifoThroughputLimit") === "perMessageGroupId" && merged.get("DeduplicationScope") !== "messageGroup")
    throw new SqsFault(
      "InvalidAttributeValue",
      "The perMessageGroupId value for FifoThroughputLimit is allowed only when DeduplicationScope is messageGroup.",
    );
  return merged;
}

/** "Only one server-side encryption option is supported per queue": the one that is asked for ends the other. */
function encrypted(accepted: QueueAttributes): QueueAttributes {
  const isKms = (accepted.get("KmsMasterKeyId") ?? "") !== "";
  if (!isKms) return accepted;
  if (accepted.get("SqsManagedSseEnabled") === "true")
    throw new SqsFault("InvalidAttributeName", "You can use one type of server-side encryption (SSE) at one time.");
  return new Map([["SqsManagedSseEnabled", "false"], ["KmsDataKeyReusePeriodSeconds", "300"], ...accepted]);
}

const isOutdone = (name: string, accepted: QueueAttributes): boolean =>
  name.startsWith("Kms") && accepted.get("SqsManagedSseEnabled") === "true";

/** What a queue's whole set of attributes means. */
export function readSettings(attributes: QueueAttributes): Settings {
  const number = (name: string): number => Number(attributes.get(name));
  return {
    delaySeconds: number("DelaySeconds"),
    maximumMessageBytes: number("MaximumMessageSize"),
    retentionSeconds: number("MessageRetentionPeriod"),
    waitSeconds: number("ReceiveMessageWaitTimeSeconds"),
    visibilityTimeoutSeconds: number("VisibilityTimeout"),
    contentBasedDeduplication: attributes.get("ContentBasedDeduplication") === "true",
    deduplicatesByGroup: attributes.get("DeduplicationScope") === "messageGroup",
    redrive: parseRedrive(attributes.get("RedrivePolicy")),
  };
}
