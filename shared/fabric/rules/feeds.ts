// What else may fill a queue, and which queue can be filled so.

import type { SqsEndpoint } from "../../brokers/sqs/endpoint.ts";
import type { Problem } from "../../core/errors.ts";
import { type Fabric, fault, type Path, warning } from "../fabric.ts";
import type { Feed } from "../feed-schema.ts";
import { isUnknown } from "../unknown.ts";

/** A feed changes its queue's policy, and lies beside it; a FIFO queue takes not every feed. */
export function feeds(fabric: Fabric): readonly Problem[] {
  return [...fabric.endpoints].flatMap(([name, { endpoint, existing, settings }]) => {
    const { feed } = settings;
    if (feed === undefined || endpoint.broker !== "sqs") return [];
    const path = ["endpoints", name, "fedBy"];
    if (existing)
      return [
        fault(
          fabric,
          path,
          "FEED",
          `queue ${name} is never changed, so its owner has to let a feed in: leave fedBy out`,
        ),
      ];
    return [...fitting(fabric, path, endpoint, feed), ...elsewhere(fabric, path, endpoint, feed)];
  });
}

function fitting(fabric: Fabric, path: Path, { name, fifo }: SqsEndpoint, feed: Feed): readonly Problem[] {
  // https://docs.aws.amazon.com/iot/latest/developerguide/sqs-rule-action.html
  if (fifo && feed.iotRule !== undefined)
    return [
      fault(
        fabric,
        [...path, "iotRule"],
        "FEED",
        `an IoT rule can't feed the FIFO queue ${name}: use a standard queue`,
      ),
    ];
  // https://docs.aws.amazon.com/sns/latest/dg/sns-fifo-topics.html: a FIFO topic can feed both kinds.
  if (fifo && feed.sns !== undefined && !feed.sns.topic.endsWith(".fifo"))
    return [
      fault(
        fabric,
        [...path, "sns"],
        "FEED",
        `a standard SNS topic can't feed the FIFO queue ${name}: name a FIFO topic`,
      ),
    ];
  if (feed.eventBridge !== undefined && !Object.keys(feed.eventBridge).some((key) => key !== "bus"))
    return [
      fault(
        fabric,
        [...path, "eventBridge"],
        "FEED",
        `every event of the bus would feed ${name}: name source, detailType or pattern`,
      ),
    ];
  return [];
}

/** A subscription may cross accounts where the topic's owner agrees; a stream's reader lives beside the stream. */
function elsewhere(fabric: Fabric, path: Path, { name, region, account }: SqsEndpoint, feed: Feed): readonly Problem[] {
  if (isUnknown(region) || isUnknown(account)) return [];
  const [, , , ownRegion, ownAccount] = (feed.dynamodbStream?.stream ?? "").split(":");
  if (feed.dynamodbStream !== undefined && (ownRegion !== region || ownAccount !== account))
    return [
      fault(
        fabric,
        [...path, "dynamodbStream"],
        "FEED",
        `a pipe lives beside its stream: queue ${name} is in ${account}, ${region}`,
      ),
    ];
  const [, , , , topicAccount] = (feed.sns?.topic ?? "").split(":");
  if (feed.sns !== undefined && topicAccount !== account)
    return [
      warning(
        fabric,
        [...path, "sns"],
        "FEED",
        `the SNS topic that feeds ${name} is another account's: its owner has to allow the subscription`,
      ),
    ];
  return [];
}
