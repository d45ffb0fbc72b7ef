// What the ARN of a key of AWS KMS says.

/** The region that it stands in. */
export const regionOf = (key: string): string => key.split(":")[3] ?? "";

/**
 * True for a key of several regions: it has the same id in each, and each opens what any of them has encrypted.
 * https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html
 */
export const isMultiRegion = (key: string): boolean => key.includes(":key/mrk-");

/** The key of the same id in another region. */
export const replicaIn = (key: string, region: string): string =>
  key.replace(/^(arn:aws:kms:)[^:]*/, (_, start: string) => `${start}${region}`);
