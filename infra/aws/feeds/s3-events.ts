// What happens to the objects of a bucket, as an event pattern.

import type { Feed } from "../../../shared/fabric/feed-schema.ts";
import type { EventPattern } from "./event-rule.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html; the bucket must send its events to EventBridge. */
export const objectEvents = ({ bucket, events, prefix, suffix }: NonNullable<Feed["s3"]>): EventPattern => ({
  source: ["aws.s3"],
  "detail-type": events ?? ["Object Created"],
  detail: { bucket: { name: [bucket] }, ...keyFilter(prefix, suffix) },
});

/** Two filters in one list would mean either of them, so both at once are a single wildcard. */
function keyFilter(prefix: string | undefined, suffix: string | undefined) {
  if (prefix !== undefined && suffix !== undefined)
    return { object: { key: [{ wildcard: `${literal(prefix)}*${literal(suffix)}` }] } };
  if (prefix !== undefined) return { object: { key: [{ prefix }] } };
  if (suffix !== undefined) return { object: { key: [{ suffix }] } };
  return {};
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
const literal = (text: string): string => text.replace(/[*\\]/g, "\\$&");
