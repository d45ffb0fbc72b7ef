// Empties a Pub/Sub without starting it anew, so that its port and its connections stay.

import type { PubsubEngine } from "../pubsub/engine.ts";

/** What all full names begin with. */
const ALL = "projects";

/** Deletes everything in every project: streams and pulls that wait hear that their subscription is gone. */
export function forget(engine: PubsubEngine): void {
  for (const { names, delete: remove } of [engine.snapshots, engine.subscriptions])
    for (const name of names(ALL)) remove(name);
  for (const name of engine.topics.names(ALL)) engine.deleteTopic(name);
  for (const name of engine.schemas.names(ALL)) engine.schemas.delete(name);
}
