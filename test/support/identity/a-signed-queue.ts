// An SQS for tests that takes only what was signed with keys that AWS's STS has given out and that are still good.

import type { AwsSts } from "./an-aws-sts.ts";
import { signatureFault } from "./check-signature.ts";
import { type Loopback, loopback, type Said } from "./loopback.ts";

/** The names that a queue has for what is wrong with keys. */
const CODES: Readonly<Record<string, string>> = {
  ExpiredToken: "ExpiredTokenException",
  InvalidClientTokenId: "UnrecognizedClientException",
};

export interface SignedQueue extends Loopback {
  /** Which keys each batch that was taken came with. */
  readonly takenWith: readonly string[];
}

/** `now` is AWS's clock, which it tells with every answer. */
export async function aSignedQueue({ keys }: AwsSts, now: () => number): Promise<SignedQueue> {
  const takenWith: string[] = [];
  const say = (status: number, answer: unknown): Said => ({
    status,
    headers: { "content-type": "application/x-amz-json-1.0", date: new Date(now()).toUTCString() },
    body: JSON.stringify(answer),
  });
  const server = await loopback((asked) => {
    const fault = signatureFault(asked, "sqs", (id) => keys.get(id), now());
    if (fault !== undefined)
      return say(403, { __type: `com.amazon.coral.service#${CODES[fault] ?? fault}`, message: "no" });
    takenWith.push(/Credential=([^/]+)/.exec(asked.headers["authorization"] ?? "")?.[1] ?? "");
    const { Entries } = JSON.parse(asked.body) as { readonly Entries: readonly { readonly Id: string }[] };
    const taken = Entries.map(({ Id }) => ({ Id, MessageId: `m-${Id}`, MD5OfMessageBody: "0" }));
    return say(200, { Successful: taken, Failed: [] });
  });
  return { ...server, takenWith };
}
