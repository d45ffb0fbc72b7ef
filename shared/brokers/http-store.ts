// A bucket over HTTP as a store for bodies: what the answers of S3 and of Cloud Storage mean is the same.

import { HopspanError } from "../core/errors.ts";
import type { Budget } from "../core/ports.ts";
import { type ClaimStore, damaged, gone, type Laid, storeError } from "./claims.ts";
import { networkCode, type ObjectAnswer, type ObjectRequest, objectAnswer } from "./object-request.ts";

/** What tells one store from the other. */
export interface Bucket {
  readonly name: string;
  /** Signed, or with a token. */
  readonly putting: (laid: Laid) => Promise<ObjectRequest>;
  readonly getting: (key: string) => Promise<ObjectRequest>;
  /** Called where the store has refused who asks, so that it is proved anew. */
  readonly refused?: () => void;
  /** True for an answer that says that the key is taken, by the very same bytes. */
  readonly isThere?: (answer: ObjectAnswer) => boolean;
  /** A second key, for a store that neither overwrites nor says what is there. */
  readonly another?: (laid: Laid) => Laid;
}

/** What a refusal is read up to. */
const REFUSAL_BYTES = 65_536;

/** The stores' common XML: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html, https://cloud.google.com/storage/docs/xml-api/reference-status */
function codeOf({ status, body }: ObjectAnswer): string {
  const code = /<Code>(\w{1,64})<\/Code>/.exec(Buffer.from(body).toString("latin1"))?.[1];
  return code ?? `status ${status}`;
}

/** Rejects with `CLAIM_STORE` for all that may be put right, and with who could not prove who they are. */
export function httpStore(bucket: Bucket): ClaimStore {
  const { name, putting, getting, isThere = () => false, another } = bucket;
  const ask = async (make: () => Promise<ObjectRequest>, mostBytes: number, budget: Budget) => {
    try {
      return await objectAnswer(make, { mostBytes, budget });
    } catch (thrown) {
      if (thrown instanceof HopspanError) throw thrown;
      throw storeError(name, `did not answer: ${networkCode(thrown)}`, thrown);
    }
  };
  const refusal = (answer: ObjectAnswer) => {
    if (answer.status === 401 || answer.status === 403) bucket.refused?.();
    return storeError(name, `can't be used: ${codeOf(answer)}`);
  };
  const put = async (laid: Laid, budget: Budget) => ask(() => putting(laid), REFUSAL_BYTES, budget);

  return {
    async put(laid, budget) {
      const answer = await put(laid, budget);
      if (answer.status === 200 || isThere(answer)) return laid.key;
      // The key may be taken by what an earlier try has laid there.
      if (answer.status !== 403 || another === undefined) throw refusal(answer);
      const next = another(laid);
      const second = await put(next, budget);
      if (second.status === 200) return next.key;
      throw refusal(second);
    },
    async get(key, mostBytes, budget) {
      const answer = await ask(() => getting(key), Math.max(mostBytes, REFUSAL_BYTES), budget);
      if (answer.status === 404 && codeOf(answer) === "NoSuchKey") throw gone(name);
      if (answer.status !== 200) throw refusal(answer);
      if (!answer.isWhole || answer.body.length > mostBytes) throw damaged(name, "is larger than its message says");
      return answer.body;
    },
  };
}
