// The instances of a function: how many there are, who gets a place on which, and how long a request waits for one.

import { startGate } from "../process/start-gate.ts";
import { type Instance, type InstanceOptions, startInstance } from "./instance-process.ts";

/** What a pool may grow to. */
export interface PoolOptions extends InstanceOptions {
  readonly concurrency: number;
  readonly maxInstances: number;
}

/** A place for one request on one instance. */
export interface Place {
  readonly port: number;
  /** To be called once the instance is done with the request; true where it has answered. */
  leave(hasAnswered: boolean): void;
  /** Resolves when the instance's process is gone. */
  readonly gone: Promise<unknown>;
  /** Ends the instance. */
  kill(): void;
}

/** Why there is no place: none came free in time, or no instance can start, which it says in one line. */
export interface Refusal {
  readonly status: 429 | 503;
  readonly reason: string;
}

/** Grows by need, and shrinks only by crashes. */
export interface Pool {
  /** Never rejects. Starts an instance where all are full. Waits for no longer than is said; else as long as it takes. */
  take(waitSeconds?: number): Promise<Place | Refusal>;
  /** Of all processes that live. */
  pids(): readonly number[];
  /** Ends all processes at once, and refuses those who wait. Resolves when all are gone. */
  close(): Promise<void>;
}

interface Member {
  readonly instance: Instance;
  readonly port: number;
  requests: number;
}

type Waiter = (got: Place | Refusal) => void;

/** An empty pool: the first request starts the first instance. After a crash the next start waits, longer each time. */
export function pool(options: PoolOptions): Pool {
  const { name, concurrency, maxInstances, onLog } = options;
  const closing = new AbortController();
  const gate = startGate();
  const living = new Set<Instance>();
  const serving = new Set<Member>();
  const waiting = new Set<Waiter>();
  let starting = 0;

  /** Gives those who wait what there is, in the order in which they came, and starts what is missing. */
  function serve(): void {
    for (const waiter of waiting) {
      const free = [...serving].filter(({ requests }) => requests < concurrency);
      const [least] = free.sort((left, right) => left.requests - right.requests);
      if (least === undefined) break;
      waiter(placeOn(least));
    }
    while (waiting.size > starting * concurrency && serving.size + starting < maxInstances) void grow();
  }

  function placeOn(member: Member): Place {
    member.requests += 1;
    member.instance.wake();
    return {
      port: member.port,
      gone: member.instance.ended,
      kill: member.instance.kill,
      leave(hasAnswered) {
        member.requests -= 1;
        if (hasAnswered) gate.reset();
        serve();
        if (member.requests === 0) member.instance.rest();
      },
    };
  }

  async function grow(): Promise<void> {
    starting += 1;
    const failure = await start().catch(() => "the function is closed");
    starting -= 1;
    // Where another serves or is about to, those who wait may still be lucky.
    if (failure !== undefined && serving.size + starting === 0)
      for (const waiter of waiting) waiter({ status: 503, reason: failure });
    serve();
  }

  async function start(): Promise<string | undefined> {
    await gate.pass(closing.signal);
    const instance = startInstance(options);
    living.add(instance);
    void instance.ended.then(() => living.delete(instance));
    const told = await instance.ready;
    if ("failure" in told) {
      gate.shut();
      if (!closing.signal.aborted) onLog(`${name} can't start: ${told.failure}`);
      await instance.ended;
      return told.failure;
    }
    const member = { instance, port: told.port, requests: 0 };
    serving.add(member);
    void instance.ended.then((how) => {
      serving.delete(member);
      if (closing.signal.aborted) return;
      gate.shut();
      onLog(`an instance of ${name} ${how}`);
      serve();
    });
    return undefined;
  }

  function take(waitSeconds?: number): Promise<Place | Refusal> {
    if (closing.signal.aborted) return Promise.resolve({ status: 503, reason: "the function is closed" });
    const { promise, resolve } = Promise.withResolvers<Place | Refusal>();
    const waiter: Waiter = (got) => {
      clearTimeout(late);
      waiting.delete(waiter);
      resolve(got);
    };
    const tooLong: Refusal = { status: 429, reason: "every instance is full" };
    const late = waitSeconds === undefined ? undefined : setTimeout(waiter, waitSeconds * 1_000, tooLong);
    waiting.add(waiter);
    serve();
    return promise;
  }

  async function close(): Promise<void> {
    closing.abort();
    for (const waiter of waiting) waiter({ status: 503, reason: "the function is closed" });
    for (const instance of living) instance.kill();
    await Promise.all([...living].map(({ ended }) => ended));
  }
  return { take, pids: () => [...living].flatMap(({ pid }) => pid ?? []), close };
}
