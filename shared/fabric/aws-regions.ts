// What AWS's regions have to do with each other: who SNS is where it sends from one to another.

/**
 * Regions that every account has from the beginning; all others are opted into, and SNS counts ap-northeast-3 among those:
 * https://docs.aws.amazon.com/sns/latest/dg/sns-cross-region-delivery.html
 */
const OPEN_TO_ALL: ReadonlySet<string> = new Set([
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-south-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ca-central-1",
  "eu-central-1",
  "eu-north-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
]);

const isOptedInto = (region: string): boolean => !OPEN_TO_ALL.has(region);

/** False where both regions are opted into, and two: SNS does not deliver from one to the other. Same source. */
export const snsReaches = (topicRegion: string, queueRegion: string): boolean =>
  topicRegion === queueRegion || !isOptedInto(topicRegion) || !isOptedInto(queueRegion);

/** Who SNS is to a queue, as a service: between regions it comes in the name of the one that is opted into. Same source. */
export function snsSender(topicRegion: string, queueRegion: string): string {
  const named = topicRegion === queueRegion ? undefined : [topicRegion, queueRegion].find(isOptedInto);
  return named === undefined ? "sns.amazonaws.com" : `sns.${named}.amazonaws.com`;
}
