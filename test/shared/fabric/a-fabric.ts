// Fabrics for tests: only what a test is about is written out.

import { stringify } from "yaml";
import type { Problem } from "../../../shared/core/errors.ts";
import type { Fabric } from "../../../shared/fabric/fabric.ts";
import { parseFabric } from "../../../shared/fabric/read.ts";

/** A file's content; both clouds are there, and whatever is left out is empty. */
export const aFile = (parts: Readonly<Record<string, unknown>> = {}): string =>
  stringify({
    fabric: "retail",
    aws: { account: "111122223333", region: "eu-west-1" },
    gcp: { project: "retail-analytics", region: "europe-west1" },
    endpoints: {},
    hops: {},
    ...parts,
  });

/** `aFabric(endpoints, hops)`: read from a file like any other. */
export const aFabric = (endpoints: object, hops: object, more: Readonly<Record<string, unknown>> = {}): Fabric =>
  parseFabric(aFile({ endpoints, hops, ...more }), "fabric.yaml");

/** Problems without their places. */
export const said = (problems: readonly Problem[]): readonly string[] =>
  problems.map(({ severity, code, message }) => `${severity} ${code}: ${message}`);

export const queue = (name: string) => ({ sqs: name });
export const topic = (name: string, ordered = false) => (ordered ? { pubsub: name, ordered } : { pubsub: name });
