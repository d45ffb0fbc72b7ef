// The methods of google.pubsub.v1.Subscriber that seek, and that make, find and change snapshots.

import { invalid } from "../fault.ts";
import { durationField, type Fields, part, textField, toDuration } from "../forms/fields.ts";
import { labelsOf } from "../forms/labels.ts";
import { maskedChanges } from "../forms/mask.ts";
import { page } from "../forms/page.ts";
import { checkProject } from "../names.ts";
import type { SnapshotSettings } from "../settings.ts";
import type { Snapshot } from "../topics.ts";
import type { Method } from "./method.ts";

const snapshotOf = (request: Fields): string => textField(request, "snapshot");

/** Seek: to a time or a snapshot. */
export const seek: Method = (request, { engine }) => {
  const subscription = textField(request, "subscription");
  const [time, snapshot] = [durationField(request, "time"), snapshotOf(request)];
  if (time !== undefined) engine.seekToTime(subscription, time);
  else if (snapshot !== "") engine.seekToSnapshot(subscription, snapshot);
  else throw invalid("Seek must have a target: expected a time or a snapshot.");
  return {};
};

/** CreateSnapshot. */
export const createSnapshot: Method = (request, { engine }) => {
  const [name, subscription] = [textField(request, "name"), textField(request, "subscription")];
  return fromSnapshot(engine.createSnapshot(name, subscription, labelsOf(request)));
};

/** GetSnapshot. */
export const getSnapshot: Method = (request, { engine }) => fromSnapshot(engine.snapshots.get(snapshotOf(request)));

const CHANGES = new Map<string, (from: SnapshotSettings, wanted: Fields) => SnapshotSettings>([
  ["labels", (from, wanted) => ({ ...from, labels: labelsOf(wanted) })],
]);

/** UpdateSnapshot: its labels. */
export const updateSnapshot: Method = (request, { engine }) => {
  const wanted = part(request, "snapshot") ?? {};
  const snapshot = engine.snapshots.get(textField(wanted, "name"));
  const changes = maskedChanges(request, "Snapshot", CHANGES);
  snapshot.settings = changes.reduce((settings, change) => change(settings, wanted), snapshot.settings);
  return fromSnapshot(snapshot);
};

/** ListSnapshots. */
export const listSnapshots: Method = (request, { engine }) => {
  const project = textField(request, "project");
  checkProject(project);
  const { items, nextPageToken } = page(engine.snapshots.names(project), request);
  return { snapshots: items.map((name) => fromSnapshot(engine.snapshots.get(name))), nextPageToken };
};

/** DeleteSnapshot. */
export const deleteSnapshot: Method = (request, { engine }) => {
  engine.snapshots.delete(snapshotOf(request));
  return {};
};

const fromSnapshot = ({ settings, expiresAt }: Snapshot): Fields => ({
  ...settings,
  expireTime: toDuration(expiresAt),
});
