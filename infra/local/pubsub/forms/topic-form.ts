// Between a topic as the wire has it and its settings.

import { SERVICE_LIMITS } from "../limits.ts";
import type { TopicSettings } from "../settings.ts";
import { durationField, type Fields, part, refuseUnbuilt, textField, textMap, toDuration, within } from "./fields.ts";
import { maskedChanges } from "./mask.ts";

const BUILT = ["name", "labels", "messageRetentionDuration", "state", "satisfiesPzs"];

/** A topic as a request asks for it. Throws `INVALID_ARGUMENT` or `UNIMPLEMENTED` by the name of the field. */
export function toTopic(fields: Fields): TopicSettings {
  refuseUnbuilt("topic", fields, BUILT);
  return { name: textField(fields, "name"), labels: textMap(fields, "labels"), retentionMs: retentionMs(fields) };
}

const CHANGES = new Map<string, (from: TopicSettings, wanted: Fields) => TopicSettings>([
  ["labels", (from, wanted) => ({ ...from, labels: textMap(wanted, "labels") })],
  ["message_retention_duration", (from, wanted) => ({ ...from, retentionMs: retentionMs(wanted) })],
]);

/** The settings with what the request's mask names taken from the request. Throws `INVALID_ARGUMENT`. */
export function changedTopic(from: TopicSettings, request: Fields): TopicSettings {
  const wanted = part(request, "topic") ?? {};
  return maskedChanges(request, "Topic", CHANGES).reduce((settings, change) => change(settings, wanted), from);
}

/** A topic as an answer shows it. */
export const fromTopic = ({ name, labels, retentionMs }: TopicSettings): Fields => ({
  name,
  labels,
  messageRetentionDuration: retentionMs && toDuration(retentionMs),
  state: "ACTIVE",
});

function retentionMs(fields: Fields): number | undefined {
  const { min, max } = SERVICE_LIMITS.retentionSeconds;
  const ms = durationField(fields, "messageRetentionDuration");
  return ms && 1_000 * within(ms / 1_000, { min, max }, "message_retention_duration", 0);
}
