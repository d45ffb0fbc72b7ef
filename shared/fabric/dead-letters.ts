// Where hopeless deliveries go: a queue beside each source queue, a topic for each link from a topic.

import type { PubsubEndpoint } from "../brokers/pubsub/endpoint.ts";
import type { SqsEndpoint } from "../brokers/sqs/endpoint.ts";
import { deriveName, QUEUE_NAME_CHARACTERS, TOPIC_NAME_CHARACTERS } from "./derive-name.ts";
import type { Fabric } from "./fabric.ts";

/**
 * Where what goes with a queue is made: beside it, unless that is another system's, in an account of its own. There the
 * owner's key does not go along: nobody of ours could be given it but by them.
 */
export function homeQueue({ aws, endpoints }: Fabric, queue: SqsEndpoint): SqsEndpoint {
  const isOurs = endpoints.get(queue.name)?.existing !== true;
  if (isOurs || aws === undefined || queue.account === aws.account) return queue;
  const { kmsKey: _, ...keyless } = queue;
  return { ...keyless, account: aws.account };
}

/**
 * Of the source's own account, region and kind, as a redrive policy asks for:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
export function deadQueue(fabric: Fabric, source: SqsEndpoint): SqsEndpoint {
  // A declared endpoint is known by its name; an inner queue by its own, which starts with the fabric's already.
  const stem = fabric.endpoints.has(source.name) ? [fabric.name, source.name] : [source.queue.replace(/\.fifo$/, "")];
  const ending = source.fifo ? "--dead.fifo" : "--dead";
  return {
    ...homeQueue(fabric, source),
    name: `${source.name}.dead`,
    queue: deriveName(stem, QUEUE_NAME_CHARACTERS, ending),
  };
}

/** In the fabric's own project: the source's may be somebody else's. No order: what lands here is out of line. */
export function deadTopic(
  { name: fabric, gcp }: Fabric,
  link: readonly string[],
  source: PubsubEndpoint,
): PubsubEndpoint {
  return {
    broker: "pubsub",
    name: `${fabric}/${link.join(".")}.dead`,
    topic: deriveName([fabric, ...link], TOPIC_NAME_CHARACTERS, "--dead"),
    ordered: false,
    project: gcp?.project ?? source.project,
    region: gcp?.region ?? source.region,
  };
}
