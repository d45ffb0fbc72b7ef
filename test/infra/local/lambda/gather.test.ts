import type { SQSRecord } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { type GatherParts, gather, inParts } from "../../../../infra/local/lambda/gather.ts";
import { toSqsEvent } from "../../../../infra/local/lambda/sqs-event.ts";

function records(count: number, bodyLength = 1): readonly SQSRecord[] {
  const body = "x".repeat(bodyLength);
  const messages = Array.from({ length: count }, (_, at) => ({ MessageId: `m${at}`, Body: body }));
  return toSqsEvent(messages, "arn:aws:sqs:eu-west-1:000000000000:q", "eu-west-1").Records;
}

/** Answers one receive after the other with the given ones, then for ever with none. */
async function gatherFrom(answers: readonly (readonly SQSRecord[] | Error)[], parts: Partial<GatherParts> = {}) {
  const asked: (readonly [number, number])[] = [];
  const left = [...answers];
  const stop = new AbortController();
  const gathered = await gather({
    receive: async (limit, waitSeconds) => {
      asked.push([limit, waitSeconds]);
      const answer = left.shift();
      if (answer === undefined) stop.abort();
      if (answer instanceof Error) throw answer;
      return answer ?? [];
    },
    fifo: false,
    maxMessages: 25,
    windowSeconds: 300,
    signal: stop.signal,
    ...parts,
  });
  return { ids: gathered.map(({ record }) => record.messageId).length, asked };
}

describe("gather", () => {
  it("waits for the first messages as long as a long poll lasts, and may give none", async () => {
    expect(await gatherFrom([])).toEqual({ ids: 0, asked: [[10, 20]] });
  });

  it("receives until the batch is full, never more than it can hold", async () => {
    expect(await gatherFrom([records(10), records(10), records(5), records(1)])).toEqual({
      ids: 25,
      asked: [
        [10, 20],
        [10, 20],
        [5, 20],
      ],
    });
  });

  it("takes one receive where there is no window", async () => {
    expect(await gatherFrom([records(3), records(1)], { windowSeconds: 0 })).toEqual({ ids: 3, asked: [[10, 20]] });
  });

  it("takes one receive from a FIFO queue", async () => {
    expect(await gatherFrom([records(3), records(1)], { fifo: true, maxMessages: 10 })).toEqual({
      ids: 3,
      asked: [[10, 20]],
    });
  });

  it("never waits beyond its window", async () => {
    const { ids, asked } = await gatherFrom([records(1), records(1)], { windowSeconds: 0.9 });
    expect([ids, asked.slice(0, 2)]).toEqual([
      2,
      [
        [10, 20],
        [10, 0],
      ],
    ]);
  });

  it("stops at 6 MB", async () => {
    const large = records(4, 1_000_000);
    expect((await gatherFrom([large, large, large])).ids).toBe(8);
  });

  it("keeps what it has where a later receive fails, and rejects where the first does", async () => {
    expect((await gatherFrom([records(2), new Error("gone"), records(2)])).ids).toBe(2);
    await expect(gatherFrom([new Error("gone")])).rejects.toThrow("gone");
  });
});

describe("inParts", () => {
  it("cuts so that no event is over the limit, in order", () => {
    const all = records(12, 1_000_000);
    const parts = inParts(all.map((record) => ({ record, bytes: Buffer.byteLength(JSON.stringify(record)) + 1 })));
    expect(parts.map((part) => part.length)).toEqual([6, 6]);
    expect(parts.flat()).toEqual(all);
    for (const part of parts) expect(Buffer.byteLength(JSON.stringify({ Records: part }))).toBeLessThan(6 * 1_048_576);
  });

  it("gives none for none", () => {
    expect(inParts([])).toEqual([]);
  });
});
