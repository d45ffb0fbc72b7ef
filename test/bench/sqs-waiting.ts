// What a send, and a receive with its delete, cost with few and with very many messages waiting: `node test/bench/sqs-waiting.ts`.

import { sqsEngine } from "../../infra/local/sqs/engine.ts";
import type { Draft } from "../../infra/local/sqs/message.ts";
import { uuid } from "../../infra/local/sqs/uuid.ts";

const FEW = 1_000;
const MANY = 1_000_000;
const OPERATIONS = 2_000;
const ROUNDS = 21;

/** The queues that are compared, each with the group of its n-th message. */
const KINDS: Readonly<Record<string, (n: number) => string | undefined>> = {
  "standard, no groups": () => undefined,
  "standard, 1,000 tenants": (n) => `t${n % 1000}`,
  "FIFO, 1,000 groups": (n) => `g${n % 1000}`,
};

/** An engine whose one queue has so many messages waiting, and what does one more of either operation. */
function aQueueWith(waiting: number, kind: string, groupOf: (n: number) => string | undefined) {
  const engine = sqsEngine({ now: () => now, random: Math.random, region: "eu-west-1", accountId: "111122223333" });
  let now = 1_767_225_600_000;
  let sent = 0;
  const isFifo = kind.startsWith("FIFO");
  const name = isFifo ? "q.fifo" : "q";
  engine.queues.create(name, new Map(isFifo ? [["FifoQueue", "true"]] : []), new Map());
  const send = (): void => {
    const n = sent++;
    const groupId = groupOf(n);
    const draft: Draft = {
      body: `message ${n}`,
      attributes: new Map(),
      ...(groupId === undefined ? {} : { groupId }),
      ...(isFifo ? { deduplicationId: `${n}` } : {}),
    };
    engine.send(name, draft);
  };
  const take = (): void => {
    for (const { receiptHandle } of engine.receive(name, { limit: 10 })) engine.deleteMessage(name, receiptHandle);
  };
  for (let n = 0; n < waiting; n++) send();
  // Deduplication ids of the filling are forgotten by now, as in a queue that was filled a while ago.
  now += 600_000;
  return { send, take };
}

/** What the machine itself makes of so many: a plain Map of the same messages, the oldest of which is found and removed. */
function aMapWith(waiting: number) {
  const messages = new Map<string, { readonly id: string; readonly body: string; readonly attributes: unknown }>();
  const ids: string[] = [];
  let taken = 0;
  const send = (): void => {
    const id = uuid(Math.random);
    ids.push(id);
    messages.set(id, { id, body: `message ${ids.length}`, attributes: new Map() });
  };
  const take = (): void => {
    for (let n = 0; n < 10; n++) {
      const found = messages.get(ids[taken++] ?? "");
      if (found !== undefined) messages.delete(found.id);
    }
  };
  for (let n = 0; n < waiting; n++) send();
  return { send, take };
}

/** Microseconds per message; the best of some rounds, since the machine is shared. */
function best(rounds: readonly number[]): number {
  return Math.min(...rounds.slice(1));
}

function measure(act: () => void, messages: number): number {
  const started = performance.now();
  act();
  return ((performance.now() - started) * 1000) / messages;
}

const times = (count: number, act: () => void) => (): void => {
  for (let n = 0; n < count; n++) act();
};

function compare(kind: string, queues: readonly { readonly send: () => void; readonly take: () => void }[]): void {
  const sends = queues.map((): number[] => []);
  const takes = queues.map((): number[] => []);
  // In turn, so that what else the machine does meets both; what is sent is taken again, so the queue stays as long.
  for (let round = 0; round < ROUNDS; round++)
    queues.forEach(({ send, take }, index) => {
      sends[index]?.push(measure(times(OPERATIONS, send), OPERATIONS));
      takes[index]?.push(measure(times(OPERATIONS / 10, take), OPERATIONS));
    });
  for (const [what, rounds] of [
    ["send", sends],
    ["receive and delete", takes],
  ] as const) {
    const [few = 0, many = 0] = rounds.map(best);
    const figures = [few.toFixed(2), many.toFixed(2), `${(many / few).toFixed(2)} x`];
    console.log(`${kind}: ${what}`.padEnd(46), ...figures.map((figure) => figure.padStart(9)));
  }
}

console.log(`microseconds per message with ${FEW} and with ${MANY} waiting, and their ratio`);
for (const [kind, groupOf] of Object.entries(KINDS))
  compare(
    kind,
    [FEW, MANY].map((waiting) => aQueueWith(waiting, kind, groupOf)),
  );
// Memory that lies further away costs more, and so does its clearing up: what is beyond this is the engine's.
compare("a plain Map, to compare", [FEW, MANY].map(aMapWith));
