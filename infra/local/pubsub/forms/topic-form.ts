// Between a topic as the wire has it and its settings.

import { SERVICE_LIMITS } from "../limits.ts";
import type { TopicSettings } from "../settings.ts";
import { durationField, type Fields, part, refuseUnbuilt, textField, toDuration, within } from "./fields.ts";
import { labelsOf } from "./labels.ts";
import { maskedChanges } from "./mask.ts";
import { fromStoragePolicy, fromTopicSchema, kmsKeyName, storagePolicy, topicSchema } from "./topic-parts.ts";

const BUILT = [
  "name",
  "labels",
  "messageRetentionDuration",
  "messageStoragePolicy",
  "kmsKeyName",
  "schemaSettings",
  // It says who may do what with a resource, and here everybody may do everything.
  "tags",
  "state",
  "satisfiesPzs",
];

/** A topic as a request asks for it. Throws `INVALID_ARGUMENT` or `UNIMPLEMENTED` by the name of the field. */
export function toTopic(fields: Fields): TopicSettings {
  refuseUnbuilt("topic", fields, BUILT);
  return {
    name: textField(fields, "name"),
    labels: labelsOf(fields),
    retentionMs: retentionMs(fields),
    ...topicSchema(fields),
    ...kmsKeyName(fields),
    ...storagePolicy(fields),
  };
}

type Change = (from: TopicSettings, wanted: Fields) => TopicSettings;

const CHANGES = new Map<string, Change>([
  ["labels", (from, wanted) => ({ ...from, labels: labelsOf(wanted) })],
  ["message_retention_duration", (from, wanted) => ({ ...from, retentionMs: retentionMs(wanted) })],
  ["schema_settings", ({ schema: _, ...from }, wanted) => ({ ...from, ...topicSchema(wanted) })],
  ["kms_key_name", ({ kmsKeyName: _, ...from }, wanted) => ({ ...from, ...kmsKeyName(wanted) })],
  ["message_storage_policy", ({ storage: _, ...from }, wanted) => ({ ...from, ...storagePolicy(wanted) })],
]);

/** The settings with what the request's mask names taken from the request. Throws `INVALID_ARGUMENT`. */
export function changedTopic(from: TopicSettings, request: Fields): TopicSettings {
  const wanted = part(request, "topic") ?? {};
  return maskedChanges(request, "Topic", CHANGES).reduce((settings, change) => change(settings, wanted), from);
}

/** A topic as an answer shows it. */
export const fromTopic = ({ name, labels, retentionMs, schema, kmsKeyName, storage }: TopicSettings): Fields => ({
  name,
  labels,
  messageRetentionDuration: retentionMs && toDuration(retentionMs),
  schemaSettings: schema && fromTopicSchema(schema),
  kmsKeyName,
  messageStoragePolicy: storage && fromStoragePolicy(storage),
  state: "ACTIVE",
});

function retentionMs(fields: Fields): number | undefined {
  const { min, max } = SERVICE_LIMITS.retentionSeconds;
  const ms = durationField(fields, "messageRetentionDuration");
  return ms && 1_000 * within(ms / 1_000, { min, max }, "message_retention_duration", 0);
}
