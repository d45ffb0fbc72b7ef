import { createWriteStream, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import type { FeedReport } from "../../../infra/cli/feed-report.ts";
import { watchRun } from "../../../infra/cli/watch-run.ts";
import type { Account } from "../../../infra/local/reconcile.ts";
import type { SqsEndpoint } from "../../../shared/brokers/sqs/endpoint.ts";
import { aPipe } from "../../support/a-pipe.ts";
import { type Answer, anSqsServer, batchAnswer, type Request } from "../../support/an-sqs-server.ts";
import { temporaryFolder } from "../../support/run-command.ts";

const endpoint: SqsEndpoint = {
  broker: "sqs",
  name: "orders",
  queue: "orders",
  fifo: false,
  region: "eu-west-1",
  account: "111122223333",
};
const folder = temporaryFolder();
const file = join(folder, "feed.ndjson");
const NOTHING: Account = {
  link: "shop/there",
  in: 0,
  delivered: 0,
  dropped: 0,
  dead: 0,
  inFlight: 0,
  retried: 0,
  duplicates: 0,
  gap: 0,
  missing: 0,
};

interface Play {
  readonly once: boolean;
  readonly lines?: string;
  readonly answer?: (request: Request) => Answer;
  /** Where the lines come from, in place of a file that has `lines`. */
  readonly from?: string;
  /** Told each time that the account is taken, with how many were before; it is given when that resolves. */
  readonly onAccount?: (before: number, notes: readonly string[]) => Promise<void>;
  /** The account before the run has stopped, and after. */
  readonly during?: Partial<Account>;
  readonly after?: Partial<Account>;
  /** Ends the run when it asks for the account for the first time. */
  readonly endsAtOnce?: boolean;
  readonly isGone?: boolean;
}

/** A run of one link whose account is given; ends by itself or when told. */
async function play({ lines = "", answer = batchAnswer, during, after = during, ...rest }: Play) {
  const { once, from, onAccount, endsAtOnce, isGone } = rest;
  writeFileSync(file, lines);
  const stub = await anSqsServer((request) => answer(request));
  const ended = new AbortController();
  const closings: { readonly accounts: readonly Account[]; readonly feeds: readonly FeedReport[] }[] = [];
  const notes: string[] = [];
  let isStopped = false;
  let asked = 0;
  const code = await watchRun({
    running: {
      async accounts() {
        if (endsAtOnce) ended.abort();
        if (isGone) throw Object.assign(new Error("no answer"), { code: "ECONNREFUSED" });
        const taken = { ...NOTHING, ...(isStopped ? after : during) };
        await onAccount?.(asked++, notes);
        return [taken];
      },
      async stop() {
        isStopped = true;
      },
    },
    servers: { sqsAt: () => stub.client, pubsubHost: "" },
    feeds: lines === "" && from === undefined ? [] : [{ file: from ?? file, endpoint, key: "id" }],
    output: {
      note: (text) => void notes.push(text),
      ready: () => {},
      line: () => {},
      refused: (_, line) => void notes.push(`refused ${line}`),
      progress: () => {},
      close: (accounts, feeds) => void closings.push({ accounts, feeds }),
      landed: () => {},
      faults: () => {},
      end: () => {},
    },
    once,
    ended: ended.signal,
    ...(isGone ? { outageMs: 0 } : {}),
  });
  await stub.close();
  return { code, closings, notes, isStopped, asked };
}

describe("watchRun", () => {
  it("closes with the account of a run that has stopped, not of one that still works", async () => {
    const before = { in: 50, inFlight: 50, duplicates: 50 };
    const after = { in: 50, delivered: 50 };
    const { code, closings } = await play({ once: false, endsAtOnce: true, during: before, after });
    expect([code, closings]).toEqual([0, [{ accounts: [{ ...NOTHING, ...after }], feeds: [] }]]);
  });

  it("ends with 0 where every line was sent and everything is accounted for", async () => {
    const { code, closings } = await play({
      once: true,
      lines: '{"id":1}\n{"id":2}\n',
      during: { in: 2, delivered: 2 },
    });
    expect(code).toBe(0);
    expect(closings).toMatchObject([{ feeds: [{ file, to: "orders", sent: 2, refused: 0, unsent: 0, isRead: true }] }]);
  });

  it("does not take an account from before the end of a feed for the last one", async () => {
    const from = aPipe(folder, "slow");
    const writer = createWriteStream(from);
    const LAST = 5;
    const { asked } = await play({
      once: true,
      from,
      async onAccount(before, notes) {
        if (before !== LAST) return;
        writer.end("{\n");
        await vi.waitUntil(() => notes.includes("refused 1"), { timeout: 20_000 });
        // The pipe's end comes behind its last line.
        await sleep(200);
      },
    });
    // The one that was being taken, two that are the same, and the one of a run that has stopped.
    expect(asked).toBeGreaterThanOrEqual(LAST + 1 + 2 + 1);
  });

  it("ends with 1 where a line was refused, although everything that was taken is accounted for", async () => {
    const { code, closings, notes } = await play({
      once: true,
      lines: '{"id":1}\n{\n',
      during: { in: 1, delivered: 1 },
    });
    expect([code, notes]).toEqual([1, ["refused 2"]]);
    expect(closings).toMatchObject([{ feeds: [{ sent: 1, refused: 1 }] }]);
  });

  it.each([
    [true, 1],
    [false, 0],
  ])(
    "says what was not sent where it is ended in the middle of a feed; with once: %s the code is %i",
    async (once, code) => {
      const played = await play({ once, lines: '{"id":1}\n', answer: () => "cut", endsAtOnce: true });
      expect(played).toMatchObject({
        code,
        isStopped: true,
        closings: [{ feeds: [{ sent: 0, unsent: 1, isRead: true }] }],
      });
    },
  );

  it("ends with 1 where a message is unaccounted for", async () => {
    const { code } = await play({ once: true, endsAtOnce: true, during: { in: 1, gap: 1 } });
    expect(code).toBe(1);
  });

  it("gives up with 3 where a broker is gone for long, and says what was sent", async () => {
    const { code, notes, isStopped } = await play({ once: true, lines: '{"id":1}\n', isGone: true });
    expect([code, isStopped]).toEqual([3, true]);
    expect(notes).toContain("a broker has been gone for too long: giving up");
    expect(notes.at(-1)).toMatch(/^\S+ -> orders: /);
  });

  it("ends with 0 on a signal without once, also where a broker is gone", async () => {
    const { code, notes } = await play({ once: false, isGone: true, endsAtOnce: true });
    expect(code).toBe(0);
    expect(notes).toContain("there is no account: a broker can't be asked");
  });
});
