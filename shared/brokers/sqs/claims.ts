// The claim check of a queue: bodies go to its bucket and come from there. Loaded where an endpoint has one, and only then.

import type { SQSRecord } from "aws-lambda";
import type { Message } from "../../core/message.ts";
import type { Budget, Delivery } from "../../core/ports.ts";
import { claimStore } from "../claim-store.ts";
import { CLAIM_LIMITS, type ClaimStore, claimKey, sha256, tooLargeToLay } from "../claims.ts";
import { joinHeader } from "../header.ts";
import { type Claimed, redeemClaims } from "../redeem.ts";
import type { SqsEndpoint } from "./endpoint.ts";
import { fromPointer, toPointer, withoutSize } from "./pointer.ts";
import { receivedRecord } from "./record.ts";
import { s3Store } from "./s3-store.ts";
import { fromWire, readBody, type SqsReceived, type SqsWire, toWire, wireBody } from "./wire.ts";

/** An endpoint that has a claim check. */
export type ClaimedQueue = Required<Pick<SqsEndpoint, "name" | "fifo" | "claimCheck">>;

/** The endpoint's bucket, or the folder that stands for it. */
export const storeOf = ({ claimCheck }: ClaimedQueue, env: NodeJS.ProcessEnv = process.env): Promise<ClaimStore> =>
  claimStore(claimCheck, env, async () => s3Store(claimCheck, env));

/**
 * Lays down the body as the queue would have held it, so that a reader with the extended client gets that very text, and
 * gives what the queue holds in its place. Rejects for good what no function would fetch. `now`: ms since 1970.
 */
export async function layDown(
  message: Message,
  endpoint: ClaimedQueue,
  { store, budget, keep, now }: Laying,
): Promise<SqsWire> {
  const { name, fifo, claimCheck } = endpoint;
  const { bucket, prefix, keepSeconds } = claimCheck;
  const { text, header } = wireBody(message.body);
  const bytes = Buffer.from(text);
  if (bytes.length > CLAIM_LIMITS.bodyBytes) throw tooLargeToLay(message, bytes.length, bucket);
  const hash = sha256(bytes);
  const wanted = claimKey(message, hash, { endpoint: name, prefix, now });
  const key = await store.put({ key: wanted, bytes, sha256: hash }, budget);
  const claim = { key, bytes: bytes.length, sha256: hash, expiresAt: now + keepSeconds * 1_000 };
  return toWire(message, { fifo, keep, hasClaimCheck: true, claim: toPointer(claim, bucket, header.body) });
}

/** What it takes to lay a body down. */
export interface Laying {
  readonly store: ClaimStore;
  readonly budget: Budget;
  readonly keep: readonly string[];
  readonly now: number;
}

/** See `Source.redeem`; `store` is the endpoint's. */
export const redeem = (
  deliveries: readonly Delivery[],
  endpoint: ClaimedQueue,
  { store, budget }: { readonly store: ClaimStore; readonly budget: Budget },
): Promise<readonly Delivery[]> =>
  redeemClaims(deliveries, ({ raw }) => claimIn(receivedRecord(raw as SQSRecord, endpoint), endpoint), {
    bucket: endpoint.claimCheck.bucket,
    store,
    budget,
  });

/**
 * Where a message of the endpoint points to, and how it is read with the body from there. A message of ours whose header tells of no
 * claim is none: body and attributes are what somebody has sent elsewhere, who may not read here. Throws `DecodeError` as `fromWire`.
 */
export function claimIn(received: SqsReceived, { claimCheck }: ClaimedQueue): Claimed | undefined {
  const pointer = fromPointer(received, claimCheck);
  if (pointer === undefined) return undefined;
  const header = joinHeader((name) => received.attributes.get(name)?.value);
  const claim = header?.claim;
  if (header !== undefined && claim === undefined) return undefined;
  const bare = { ...received, attributes: withoutSize(received.attributes) };
  return {
    pointer: { ...pointer, ...(claim === undefined ? {} : { sha256: claim.sha256 }) },
    openWith(bytes) {
      const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      // Of others' messages the id may stand in the body.
      if (claim === undefined) return { ...fromWire({ ...bare, body: text.toString() }), body: bytes };
      return {
        ...fromWire(bare),
        body: claim.body === undefined ? bytes : readBody(text.toString("latin1"), claim.body),
      };
    },
  };
}
