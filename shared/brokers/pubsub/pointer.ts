// A body that lies in Cloud Storage as a topic has it: a form of our own, since there is none that everybody knows.

import { type Claim, isOwnKey, type Pointer } from "../claims.ts";
import { CLAIM_MARK, type PubsubWire, type TopicClaim } from "./wire.ts";

const VERSION = "1";

/** The body is JSON: `url`, `sha256` in hex, `bytes`, `expires` in RFC 3339. */
export function toPointer({ key, bytes, sha256, expiresAt }: Claim, bucket: string): TopicClaim {
  const pointer = { url: `gs://${bucket}/${key}`, sha256, bytes, expires: new Date(expiresAt).toISOString() };
  return {
    data: Buffer.from(JSON.stringify(pointer)),
    header: { claim: { sha256, bytes, expiresAt } },
    attribute: [CLAIM_MARK, VERSION],
  };
}

/** A body that is longer than a URL with all that is around it is not even parsed. */
const MOST_BYTES = 10_000;

/** Where a message points to; nothing where it points nowhere, or not to where this source may look. */
export function fromPointer(
  { data, attributes }: PubsubWire,
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
): Pointer | undefined {
  if (attributes[CLAIM_MARK] !== VERSION || data.length > MOST_BYTES) return undefined;
  const { url, sha256, bytes } = parsed(data);
  const root = `gs://${bucket}/`;
  if (typeof url !== "string" || !url.startsWith(root) || !isOwnKey(url.slice(root.length), prefix)) return undefined;
  if (typeof bytes !== "number" || !Number.isSafeInteger(bytes) || bytes < 0) return undefined;
  if (sha256 !== undefined && (typeof sha256 !== "string" || !/^[0-9a-f]{64}$/.test(sha256))) return undefined;
  return { key: url.slice(root.length), bytes, ...(sha256 === undefined ? {} : { sha256 }) };
}

function parsed(data: Uint8Array): { readonly url?: unknown; readonly sha256?: unknown; readonly bytes?: unknown } {
  try {
    return Object(JSON.parse(Buffer.from(data).toString()));
  } catch {
    return {};
  }
}

/** The attributes without the one that tells of the pointer. */
export function withoutMark(attributes: PubsubWire["attributes"]): PubsubWire["attributes"] {
  const rest: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(attributes)) if (name !== CLAIM_MARK) rest[name] = value;
  return rest;
}
