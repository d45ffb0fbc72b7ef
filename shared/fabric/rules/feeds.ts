// What else may fill a queue, and which queue can be filled so.

import type { SqsEndpoint } from "../../brokers/sqs/endpoint.ts";
import type { Problem } from "../../core/errors.ts";
import { snsReaches } from "../aws-regions.ts";
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
    const fed: Fed = { fabric, path, queue: endpoint, feed };
    return [...fitting(fed), ...elsewhere(fed), ...sealed(fed)];
  });
}

interface Fed {
  readonly fabric: Fabric;
  readonly path: Path;
  readonly queue: SqsEndpoint;
  readonly feed: Feed;
}

const refused = ({ fabric, path }: Fed, way: keyof Feed, message: string): readonly Problem[] => [
  fault(fabric, [...path, way], "FEED", message),
];

const doubtful = ({ fabric, path }: Fed, way: keyof Feed, message: string): readonly Problem[] => [
  warning(fabric, [...path, way], "FEED", message),
];

function fitting(fed: Fed): readonly Problem[] {
  const { name, fifo } = fed.queue;
  const { iotRule, sns, eventBridge } = fed.feed;
  // https://docs.aws.amazon.com/iot/latest/developerguide/sqs-rule-action.html
  if (fifo && iotRule !== undefined)
    return refused(fed, "iotRule", `an IoT rule can't feed the FIFO queue ${name}: use a standard queue`);
  // https://docs.aws.amazon.com/sns/latest/dg/sns-fifo-topics.html: a FIFO topic can feed both kinds.
  if (fifo && sns !== undefined && !sns.topic.endsWith(".fifo"))
    return refused(fed, "sns", `a standard SNS topic can't feed the FIFO queue ${name}: name a FIFO topic`);
  if (eventBridge !== undefined && !Object.keys(eventBridge).some((key) => key !== "bus"))
    return refused(fed, "eventBridge", `every event of the bus would feed ${name}: name source, detailType or pattern`);
  return [];
}

/** Account and region of an ARN; nothing for a plain name. */
const placeOf = (arn: string) => {
  const [, , , region, account] = arn.split(":");
  return region === undefined || account === undefined ? undefined : { region, account };
};

/** A subscription may cross accounts and regions; a rule lives beside its bus, and a stream's reader beside the stream. */
function elsewhere(fed: Fed): readonly Problem[] {
  const { name, region, account } = fed.queue;
  if (isUnknown(region) || isUnknown(account)) return [];
  const { dynamodbStream, eventBridge, sns } = fed.feed;
  const isAway = (arn = "") => {
    const place = placeOf(arn);
    return place !== undefined && (place.region !== region || place.account !== account);
  };
  if (isAway(dynamodbStream?.stream))
    return refused(fed, "dynamodbStream", `a pipe lives beside its stream: queue ${name} is in ${account}, ${region}`);
  if (isAway(eventBridge?.bus))
    return refused(fed, "eventBridge", `a rule lives beside its bus: queue ${name} is in ${account}, ${region}`);
  return sns === undefined ? [] : subscribed(fed, sns.topic);
}

/** A subscription is the topic's own neighbour, and so would its dead letters have to be: https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html */
function subscribed(fed: Fed, topic: string): readonly Problem[] {
  const { name, region, account } = fed.queue;
  const place = placeOf(topic);
  if (place === undefined) return [];
  if (!snsReaches(place.region, region))
    return refused(
      fed,
      "sns",
      `SNS does not deliver from ${place.region} to ${region}, both of which are opted into: use a topic of ${region}`,
    );
  return [
    ...(place.account === account
      ? []
      : doubtful(
          fed,
          "sns",
          `the SNS topic that feeds ${name} is another account's: its owner has to allow the subscription`,
        )),
    ...(place.region === region
      ? []
      : doubtful(
          fed,
          "sns",
          `the SNS topic that feeds ${name} is in ${place.region}: what it can't deliver has no dead letters, which would have to be there too`,
        )),
  ];
}

/** Who sends in its own name has no role that could be given the key; pipes and IoT have one. */
const SERVICES = { sns: "SNS", eventBridge: "EventBridge", s3: "EventBridge" } as const;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html */
function sealed(fed: Fed): readonly Problem[] {
  const { name, kmsKey } = fed.queue;
  const way = (["sns", "eventBridge", "s3"] as const).find((each) => fed.feed[each] !== undefined);
  if (way === undefined || kmsKey === undefined) return [];
  const message = `${SERVICES[way]} feeds ${name}, which is encrypted with a key: see to it that the key's policy lets it, as hopspan plan shows`;
  return doubtful(fed, way, message);
}
