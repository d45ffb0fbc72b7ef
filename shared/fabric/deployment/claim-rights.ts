// What a link's function may do in the buckets of claim checks: lay bodies down at a target, and fetch them at a source.

import type { PubsubEndpoint } from "../../brokers/pubsub/endpoint.ts";
import type { SqsEndpoint } from "../../brokers/sqs/endpoint.ts";
import { homeQueue } from "../dead-letters.ts";
import type { Fabric } from "../fabric.ts";
import type { Link } from "../link.ts";

/** All keys below a prefix: https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-arn-format.html */
const objectsArn = ({ bucket, prefix }: { readonly bucket: string; readonly prefix: string }): string =>
  `arn:aws:s3:::${bucket}/${prefix}*`;

/** The bucket itself. */
export const bucketArn = (bucket: string): string => `arn:aws:s3:::${bucket}`;

/** One right in a bucket; whose it is, is for others to say. */
export type ClaimRight =
  | {
      readonly cloud: "aws";
      readonly actions: readonly string[];
      readonly resource: string;
      /** The account of the bucket. */
      readonly owner: string;
      readonly why: string;
    }
  | {
      readonly cloud: "gcp";
      readonly role: string;
      readonly on: { readonly kind: "bucket"; readonly name: string };
      readonly why: string;
    };

/** Nothing for a link whose ends have no claim check. */
export function claimRights(fabric: Fabric, { source, targets }: Link): readonly ClaimRight[] {
  const laid = targets.flatMap((target) => laying(fabric, target));
  // A splitter's queues share the bucket of their source.
  return [...fetching(fabric, source), ...new Map(laid.map((right) => [JSON.stringify(right), right])).values()];
}

type End = SqsEndpoint | PubsubEndpoint;

/**
 * Who may list a bucket is told that an object is gone, and everybody else only that it may not be seen, which would be tried
 * for as long as there are tries: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
function fetching(fabric: Fabric, source: End): readonly ClaimRight[] {
  const why = "fetches bodies that messages of the source point to";
  if (source.broker === "pubsub") return inGoogle(source, "roles/storage.objectViewer", why);
  const { claimCheck } = source;
  if (claimCheck === undefined) return [];
  const owner = bucketOwner(fabric, claimCheck.bucket);
  const [objects, bucket] = [objectsArn(claimCheck), bucketArn(claimCheck.bucket)];
  return [
    { cloud: "aws", actions: ["s3:GetObject"], resource: objects, owner, why },
    { cloud: "aws", actions: ["s3:ListBucket"], resource: bucket, owner, why: "is told which of them are gone" },
  ];
}

function laying(fabric: Fabric, to: End): readonly ClaimRight[] {
  const why = "lays down bodies that are too large for the target";
  if (to.broker === "pubsub") return inGoogle(to, "roles/storage.objectCreator", why);
  if (to.claimCheck === undefined) return [];
  const owner = bucketOwner(fabric, to.claimCheck.bucket);
  return [{ cloud: "aws", actions: ["s3:PutObject"], resource: objectsArn(to.claimCheck), owner, why }];
}

const inGoogle = ({ claimCheck }: PubsubEndpoint, role: string, why: string): readonly ClaimRight[] =>
  claimCheck === undefined ? [] : [{ cloud: "gcp", role, on: { kind: "bucket", name: claimCheck.bucket }, why }];

/**
 * The account of a bucket: that of all that is made for its endpoint, or the endpoint's own where the bucket is there already.
 * A splitter's queues have the bucket of the endpoint that they split.
 */
export function bucketOwner(fabric: Fabric, bucket: string): string {
  for (const { endpoint, settings } of fabric.endpoints.values())
    if (endpoint.broker === "sqs" && endpoint.claimCheck?.bucket === bucket)
      return settings.claims?.existing === true ? endpoint.account : homeQueue(fabric, endpoint).account;
  return fabric.aws?.account ?? "";
}
