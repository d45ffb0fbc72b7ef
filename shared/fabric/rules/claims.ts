// Claim checks: a bucket is one thing to all that name it, holds nothing else, and no message outlives its body.

import type { Problem } from "../../core/errors.ts";
import { longestWait } from "../claims.ts";
import { homeQueue } from "../dead-letters.ts";
import { spell } from "../duration.ts";
import { type Fabric, type FabricEndpoint, fault, note, type Path, warning } from "../fabric.ts";

const pathOf = (name: string, key = "bucket"): Path => ["endpoints", name, "claimCheck", key];

type Claimed = FabricEndpoint & { readonly name: string; readonly bucket: string };

const claimed = (fabric: Fabric): readonly Claimed[] =>
  [...fabric.endpoints].flatMap(([name, each]) =>
    each.endpoint.claimCheck === undefined ? [] : [{ ...each, name, bucket: each.endpoint.claimCheck.bucket }],
  );

/** Endpoints that share a bucket have to want the same of it, since it is made once. */
export function claimBuckets(fabric: Fabric): readonly Problem[] {
  const first = new Map<string, Claimed>();
  return claimed(fabric).flatMap((each): readonly Problem[] => {
    const { name, bucket, endpoint } = each;
    const key = `${endpoint.broker} ${bucket}`;
    const other = first.get(key);
    if (other === undefined) first.set(key, each);
    if (other === undefined || wishes(fabric, other) === wishes(fabric, each)) return [];
    const message = `bucket ${bucket} is named by ${other.name} and ${name}, which want it in two ways: give both the same existing, keep, place and key, or name another bucket`;
    return [fault(fabric, pathOf(name), "CLAIMS", message)];
  });
}

function wishes(fabric: Fabric, { endpoint, settings }: Claimed): string {
  const { existing } = settings.claims ?? {};
  const { keepSeconds } = endpoint.claimCheck ?? {};
  if (existing === true) return "existing";
  if (endpoint.broker === "pubsub") return JSON.stringify([keepSeconds]);
  const { account, region, kmsKey } = homeQueue(fabric, endpoint);
  return JSON.stringify([keepSeconds, account, region, kmsKey]);
}

/** What else a fabric keeps in buckets would go with the bodies, once they have been there for long enough. */
export function claimsAlone(fabric: Fabric): readonly Problem[] {
  const others = new Map<string, string>();
  for (const [name, { settings }] of fabric.endpoints) {
    if (settings.landing?.gcs !== undefined) others.set(`pubsub ${settings.landing.gcs.bucket}`, `${name} lands in it`);
    if (settings.feed?.s3 !== undefined) others.set(`sqs ${settings.feed.s3.bucket}`, `${name} is fed from it`);
  }
  const { gcs, s3 } = fabric.ground.state ?? {};
  if (gcs !== undefined) others.set(`pubsub ${gcs.bucket}`, "terraform's state is there");
  if (s3 !== undefined) others.set(`sqs ${s3.bucket}`, "terraform's state is there");
  return claimed(fabric).flatMap(({ name, bucket, endpoint }) => {
    const other = others.get(`${endpoint.broker} ${bucket}`);
    const message = `bucket ${bucket} can't hold the bodies of ${name}, which go after a while: ${other}; name another one`;
    return other === undefined ? [] : [fault(fabric, pathOf(name), "CLAIMS", message)];
  });
}

/** A message whose body has gone is hopeless, whatever it waited for. */
export function claimLifetimes(fabric: Fabric): readonly Problem[] {
  return claimed(fabric).flatMap(({ name, bucket, endpoint, existing, settings }) => {
    const kind = endpoint.broker === "pubsub" ? "topic" : endpoint.fifo ? "fifo" : "queue";
    const { retentionSeconds } = settings;
    const retention = retentionSeconds === undefined ? undefined : `${retentionSeconds}s`;
    const wait = longestWait({ kind, existing, retention });
    const kept = endpoint.claimCheck?.keepSeconds ?? wait;
    const least = spell(Math.max(kept, wait));
    const short = `bodies of ${name} go after ${spell(kept)} and its messages can wait for ${spell(wait)}, dead letters included: use ${spell(wait)} or more`;
    return [
      ...(kept < wait ? [warning(fabric, pathOf(name, "keep"), "CLAIMS_KEEP", short)] : []),
      ...(settings.claims?.existing === true
        ? [
            note(
              fabric,
              pathOf(name),
              "CLAIMS_EXISTING",
              `bodies in bucket ${bucket} go when its owner's lifecycle says so: see to it that they stay for ${least} or more`,
            ),
          ]
        : []),
    ];
  });
}
