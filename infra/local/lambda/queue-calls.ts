// What an event source asks of a queue, with the official client: receive, remove what is done, give back the rest.

import { setTimeout as sleep } from "node:timers/promises";
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { SQS_LIMITS } from "../../../shared/brokers/sqs/endpoint.ts";
import { growingPause } from "../process/growing-pause.ts";

/** A queue as an event source sees it. */
export interface QueueCalls {
  /** With all attributes. Rejects where the queue can't be reached, its answer can't be read, and when `hangUp` is called meanwhile. */
  receive(limit: number, waitSeconds: number): Promise<readonly Message[]>;
  /** Resolves with the number of confirmed deletes. Never rejects: a delete that is lost is only a duplicate. */
  remove(receipts: readonly string[]): Promise<number>;
  /** Makes messages visible at once, if the queue can be reached: otherwise they wait for their timeout. */
  release(receipts: readonly string[]): Promise<void>;
  /** Ends all receives that wait, a moment later. From now on `remove` gives up sooner, so that a dead queue does not hold up the end. */
  hangUp(): void;
}

/** How much longer than its wait a receive may take before its connection counts as dead. */
const GRACE_SECONDS = 10;

/** How long an answer may take to arrive, in milliseconds. Ours. */
const ON_THE_WAY_MS = 100;

const DELETE_ATTEMPTS = 8;
const LAST_DELETE_ATTEMPTS = 2;
/** How long a request other than a receive may take, in milliseconds. Ours. */
const REQUEST_MS = 5_000;
const FIRST_PAUSE_MS = 100;
const MOST_PAUSE_MS = 2_000;

/** True where an answer did come, and makes no sense: by our own look at it, or since the client stumbles over it. */
export const isUnreadable = (thrown: unknown): boolean =>
  thrown instanceof SyntaxError ||
  thrown instanceof TypeError ||
  (thrown instanceof Error && thrown.message.startsWith("Invalid MD5 checksum"));

/** What every message of an SQS has; the client hands on whatever has come. */
function checked(messages: readonly Message[] | undefined): readonly Message[] {
  const isSound = (message: Message | null) =>
    [message?.MessageId, message?.ReceiptHandle, message?.Body].every((part) => typeof part === "string");
  if (messages?.every(isSound) === false) throw new SyntaxError("each message has to have an id, a receipt and a body");
  return messages ?? [];
}

/** The calls on one queue. The client's own retries come on top of ours. */
export function queueCalls(client: SQSClient, queueUrl: string): QueueCalls {
  const polls = new Set<AbortController>();
  let isHungUp = false;

  async function receive(limit: number, waitSeconds: number): Promise<readonly Message[]> {
    const poll = new AbortController();
    const cut = setTimeout(() => poll.abort(), (waitSeconds + GRACE_SECONDS) * 1_000);
    polls.add(poll);
    try {
      const command = new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: limit,
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ["All"],
        MessageAttributeNames: ["All"],
      });
      return checked((await client.send(command, { abortSignal: poll.signal })).Messages);
    } finally {
      clearTimeout(cut);
      polls.delete(poll);
    }
  }

  /** Gives the receipts that are worth another try: those whose failure is the service's. */
  async function tryRemove(receipts: readonly string[]): Promise<{ confirmed: number; again: readonly string[] }> {
    try {
      const { Successful = [], Failed = [] } = await client.send(
        new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries(receipts) }),
        { abortSignal: AbortSignal.timeout(REQUEST_MS) },
      );
      const again = Failed.filter(({ SenderFault }) => SenderFault !== true).map(
        ({ Id }) => receipts[Number(Id)] ?? "",
      );
      return { confirmed: Successful.length, again };
    } catch {
      return { confirmed: 0, again: receipts };
    }
  }

  async function removeSome(receipts: readonly string[]): Promise<number> {
    const pause = growingPause(FIRST_PAUSE_MS, MOST_PAUSE_MS);
    let confirmed = 0;
    let rest = receipts;
    for (let attempt = 1; rest.length > 0; attempt += 1) {
      const result = await tryRemove(rest);
      confirmed += result.confirmed;
      rest = result.again;
      if (rest.length === 0 || attempt >= (isHungUp ? LAST_DELETE_ATTEMPTS : DELETE_ATTEMPTS)) break;
      await sleep(pause.next());
    }
    return confirmed;
  }

  return {
    receive,
    async remove(receipts) {
      const counts = await Promise.all(chunks(receipts).map(removeSome));
      return counts.reduce((sum, count) => sum + count, 0);
    },
    async release(receipts) {
      const requests = chunks(receipts).map((chunk) =>
        client.send(
          new ChangeMessageVisibilityBatchCommand({
            QueueUrl: queueUrl,
            Entries: entries(chunk).map((entry) => ({ ...entry, VisibilityTimeout: 0 })),
          }),
          { abortSignal: AbortSignal.timeout(REQUEST_MS) },
        ),
      );
      await Promise.allSettled(requests);
    },
    hangUp() {
      isHungUp = true;
      // What is on its way already would be hidden until its timeout: it is let in, and given back.
      setTimeout(() => {
        for (const poll of polls) poll.abort();
      }, ON_THE_WAY_MS);
    },
  };
}

const entries = (receipts: readonly string[]) =>
  receipts.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle }));

function chunks(receipts: readonly string[]): readonly (readonly string[])[] {
  const size = SQS_LIMITS.requestEntries;
  return Array.from({ length: Math.ceil(receipts.length / size) }, (_, at) =>
    receipts.slice(at * size, (at + 1) * size),
  );
}
