// The claim check of a topic: bodies go to its bucket and come from there. Loaded where an endpoint has one, and only then.

import type { Message } from "../../core/message.ts";
import type { Budget, Delivery } from "../../core/ports.ts";
import { claimStore } from "../claim-store.ts";
import { CLAIM_LIMITS, type ClaimStore, claimKey, sha256, tooLargeToLay } from "../claims.ts";
import { joinHeader } from "../header.ts";
import { type Claimed, redeemClaims } from "../redeem.ts";
import type { PubsubEndpoint } from "./endpoint.ts";
import { gcsStore } from "./gcs-store.ts";
import { fromPointer, toPointer, withoutMark } from "./pointer.ts";
import { type PubsubWire, toWire } from "./wire.ts";

/** An endpoint that has a claim check. */
export type ClaimedTopic = Required<Pick<PubsubEndpoint, "name" | "claimCheck">>;

/** The endpoint's bucket, or the folder that stands for it. */
export const storeOf = ({ claimCheck }: ClaimedTopic, env: NodeJS.ProcessEnv = process.env): Promise<ClaimStore> =>
  claimStore(claimCheck, env, async () => gcsStore(claimCheck.bucket, env));

/** Lays down the bytes of the body, and gives what the topic gets in their place. Rejects for good what no function would fetch. `now`: ms since 1970. */
export async function layDown(
  message: Message,
  { name, claimCheck }: ClaimedTopic,
  { store, budget, now }: { readonly store: ClaimStore; readonly budget: Budget; readonly now: number },
): Promise<PubsubWire> {
  const { bucket, prefix, keepSeconds } = claimCheck;
  const { body: bytes } = message;
  if (bytes.length > CLAIM_LIMITS.bodyBytes) throw tooLargeToLay(message, bytes.length, bucket);
  const hash = sha256(bytes);
  const wanted = claimKey(message, hash, { endpoint: name, prefix, now });
  const key = await store.put({ key: wanted, bytes, sha256: hash }, budget);
  const claim = { key, bytes: bytes.length, sha256: hash, expiresAt: now + keepSeconds * 1_000 };
  return toWire(message, { hasClaimCheck: true, claim: toPointer(claim, bucket) });
}

/** A delivery that can be opened with another body in place of its own. */
export interface Reopened extends Delivery {
  readonly raw: PubsubWire;
  readonly openAs: (wire: PubsubWire) => Message;
}

/** See `Source.redeem`; `store` is the endpoint's. What was no push is no `Reopened` either, and stays as it is. */
export const redeem = (
  deliveries: readonly Delivery[],
  endpoint: ClaimedTopic,
  { store, budget }: { readonly store: ClaimStore; readonly budget: Budget },
): Promise<readonly Delivery[]> =>
  redeemClaims(deliveries, (delivery) => ("openAs" in delivery ? claimIn(delivery as Reopened, endpoint) : undefined), {
    bucket: endpoint.claimCheck.bucket,
    store,
    budget,
  });

/**
 * Where a message of the endpoint points to, and how it is read with the body from there. A message of ours whose header tells of no
 * claim is none: body and attributes are what somebody has sent elsewhere, who may not read here. Throws `DecodeError` as `fromWire`.
 */
export function claimIn(
  { raw, openAs }: Pick<Reopened, "raw" | "openAs">,
  { claimCheck }: ClaimedTopic,
): Claimed | undefined {
  const pointer = fromPointer(raw, claimCheck);
  if (pointer === undefined) return undefined;
  const header = joinHeader((name) => raw.attributes[name]);
  const claim = header?.claim;
  if (header !== undefined && claim === undefined) return undefined;
  return {
    pointer: { ...pointer, ...(claim === undefined ? {} : { sha256: claim.sha256 }) },
    openWith: (data) => openAs({ ...raw, data, attributes: withoutMark(raw.attributes) }),
  };
}
