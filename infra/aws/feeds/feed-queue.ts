// Wires what else in AWS fills a queue: one leaf per kind, none of them a function.

import { Construct } from "constructs";
import { feedFromDynamodb } from "./dynamodb-stream.ts";
import { eventsInto, patternOf } from "./event-rule.ts";
import type { Fed } from "./fed.ts";
import { feedFromIot } from "./iot-rule.ts";
import { objectEvents } from "./s3-events.ts";
import { feedFromSns } from "./sns-topic.ts";

/** Nothing for a queue without a feed. A feed may send to this queue alone, and only in its own name. */
export function feedQueue(home: Construct, fed: Fed): void {
  const { feed } = fed.plan;
  if (feed === undefined) return;
  const scope = new Construct(home, "Feed");
  const { sns, eventBridge, s3, dynamodbStream, iotRule } = feed;
  if (sns !== undefined) feedFromSns(scope, fed, sns);
  if (eventBridge !== undefined) eventsInto(scope, fed, patternOf(eventBridge), eventBridge.bus);
  if (s3 !== undefined) eventsInto(scope, fed, objectEvents(s3));
  if (dynamodbStream !== undefined) feedFromDynamodb(scope, fed, dynamodbStream);
  if (iotRule !== undefined) feedFromIot(scope, fed, iotRule);
}
