// What stands in for an account, a region or a project that the file does not say, or not in a way that can be read.

/** Of the form that the file asks for, for as long as it is read. Nothing is there. */
export const NOWHERE_IN_AWS = { account: "000000000000", region: "us-east-1" } as const;

/** The same for topics. */
export const NOWHERE_IN_GCP = { project: "nowhere", region: "us-central1" } as const;

/** Neither is equal to any that a file can name, so nothing is ever found to be in the same place by mistake. */
export const UNKNOWN_IN_AWS = { account: "an unknown account", region: "an unknown region" } as const;

/** The same for topics. */
export const UNKNOWN_IN_GCP = { project: "an unknown project", region: "an unknown region" } as const;

const ALL: ReadonlySet<string> = new Set([...Object.values(UNKNOWN_IN_AWS), ...Object.values(UNKNOWN_IN_GCP)]);

/** True for what stands in: a rule has nothing to say about such a place, since the file has been told of it already. */
export const isUnknown = (place: string): boolean => ALL.has(place);
