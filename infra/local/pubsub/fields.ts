// Between protobuf's JSON-like objects, as proto-loader gives them, and the engine's own settings.

import { invalid, unbuilt } from "./fault.ts";
import { SERVICE_LIMITS } from "./limits.ts";
import type { SubscriptionSettings } from "./subscription.ts";

/** A message of a request as it was decoded: names in camelCase, absent fields left out. */
export type Fields = Readonly<Record<string, unknown>>;

/** Fields that would change what a subscription does, and that this server does not have. */
const UNBUILT = [
  "filter",
  "enableExactlyOnceDelivery",
  "bigqueryConfig",
  "cloudStorageConfig",
  "messageTransforms",
  "detached",
];

/** Throws UNIMPLEMENTED for the first of these fields that is set. */
export function refuseUnbuilt(fields: Fields, names: readonly string[]): void {
  for (const name of names) if (isSet(fields[name])) throw unbuilt(`${name} yet`);
}

const isSet = (value: unknown) =>
  value !== undefined &&
  value !== null &&
  value !== "" &&
  value !== false &&
  !(Array.isArray(value) && value.length === 0);

/** An inner message, or nothing. */
export const part = (fields: Fields, name: string): Fields | undefined => {
  const value = fields[name];
  return typeof value === "object" && value !== null ? (value as Fields) : undefined;
};

/** A string, empty where it is absent. */
export const textField = (fields: Fields, name: string): string => String(fields[name] ?? "");

const durationMs = (duration: Fields | undefined, otherwise: number): number =>
  duration === undefined ? otherwise : Number(duration["seconds"] ?? 0) * 1_000 + Number(duration["nanos"] ?? 0) / 1e6;

/** A subscription as a request asks for it. Throws INVALID_ARGUMENT or UNIMPLEMENTED by the name of the field. */
export function toSettings(fields: Fields): SubscriptionSettings {
  refuseUnbuilt(fields, UNBUILT);
  const retry = part(fields, "retryPolicy");
  const dead = part(fields, "deadLetterPolicy");
  const push = pushSettings(part(fields, "pushConfig"));
  return {
    name: textField(fields, "name"),
    topic: textField(fields, "topic"),
    isOrdered: fields["enableMessageOrdering"] === true,
    ackDeadlineMs: ackDeadlineMs(Number(fields["ackDeadlineSeconds"] ?? 0)),
    labels: (part(fields, "labels") ?? {}) as Readonly<Record<string, string>>,
    ...(retry === undefined ? {} : { retry: retrySettings(retry) }),
    ...(dead?.["deadLetterTopic"] ? { deadLetter: deadLetterSettings(dead) } : {}),
    ...(push === undefined ? {} : { push }),
  };
}

function ackDeadlineMs(seconds: number): number {
  if (seconds === 0) return SERVICE_LIMITS.ackDeadlineSeconds * 1_000;
  if (seconds < 10 || seconds > 600) throw invalid("ack_deadline_seconds must be from 10 to 600.");
  return seconds * 1_000;
}

function retrySettings(policy: Fields) {
  const { min, max, minimumDefault, maximumDefault } = SERVICE_LIMITS.backoffMs;
  const minimumMs = durationMs(part(policy, "minimumBackoff"), minimumDefault);
  const maximumMs = durationMs(part(policy, "maximumBackoff"), maximumDefault);
  if (minimumMs < min || maximumMs > max || minimumMs > maximumMs)
    throw invalid("retry_policy: back-offs must be from 0 to 600 s, the minimum not above the maximum.");
  return { minimumMs, maximumMs };
}

function deadLetterSettings(policy: Fields) {
  const { min, max } = SERVICE_LIMITS.deliveryAttempts;
  const maxAttempts = Number(policy["maxDeliveryAttempts"] ?? 0) || min;
  if (maxAttempts < min || maxAttempts > max) throw invalid(`max_delivery_attempts must be from ${min} to ${max}.`);
  return { topic: textField(policy, "deadLetterTopic"), maxAttempts };
}

/** Nothing for a subscription that is pulled: an empty endpoint means that too. */
export function pushSettings(config: Fields | undefined): SubscriptionSettings["push"] {
  const endpoint = config === undefined ? "" : textField(config, "pushEndpoint");
  if (config === undefined || endpoint === "") return undefined;
  if (!URL.canParse(endpoint)) throw invalid("push_endpoint must be a URL.");
  refuseUnbuilt(config, ["oidcToken"]);
  const bare = part(config, "noWrapper");
  return { endpoint, isWrapped: bare === undefined, hasMetadata: bare?.["writeMetadata"] === true };
}

/** A subscription as an answer shows it. */
export function fromSettings(settings: SubscriptionSettings): Fields {
  const { retry, deadLetter, push } = settings;
  return {
    name: settings.name,
    topic: settings.topic,
    ackDeadlineSeconds: settings.ackDeadlineMs / 1_000,
    enableMessageOrdering: settings.isOrdered,
    labels: settings.labels,
    messageRetentionDuration: duration(SERVICE_LIMITS.retentionMs.default),
    state: "ACTIVE",
    pushConfig:
      push === undefined
        ? {}
        : {
            pushEndpoint: push.endpoint,
            ...(push.isWrapped ? {} : { noWrapper: { writeMetadata: push.hasMetadata } }),
          },
    ...(retry === undefined
      ? {}
      : { retryPolicy: { minimumBackoff: duration(retry.minimumMs), maximumBackoff: duration(retry.maximumMs) } }),
    ...(deadLetter === undefined
      ? {}
      : { deadLetterPolicy: { deadLetterTopic: deadLetter.topic, maxDeliveryAttempts: deadLetter.maxAttempts } }),
  };
}

const duration = (ms: number) => ({ seconds: Math.floor(ms / 1_000), nanos: (ms % 1_000) * 1e6 });
