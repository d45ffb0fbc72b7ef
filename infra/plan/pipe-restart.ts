// What another pipe means for a queue that is fed from a DynamoDB stream: it does not go on where the old one stopped.

import type { Thing } from "../../shared/fabric/deployment/things/thing.ts";

/** In words, what is lost, or what comes again. */
export interface Restart {
  readonly loss?: string;
  readonly note?: string;
}

/**
 * Of a feed that is replaced; nothing of any other thing. A pipe starts where its starting position says: at LATEST it
 * passes over what the old one had not read, and of another stream it never sees what was left in the old one.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-dynamodb.html
 */
export function restartOf(old: Thing, { kind, name, settings }: Thing): Restart {
  if (kind !== "feed" || old.settings["way"] !== PIPED || settings["way"] !== PIPED) return {};
  const { startingPosition, stream } = settings;
  const starts = `a new pipe starts at ${startingPosition}`;
  if (startingPosition === "LATEST" || stream !== old.settings["stream"])
    return { loss: `feed ${name}: what the old pipe had not read: ${starts}` };
  return { note: `${starts}: what the stream still has comes again` };
}

const PIPED = "dynamodbStream";
