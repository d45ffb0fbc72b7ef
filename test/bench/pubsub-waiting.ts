// What a publish, and a pull with its acknowledgement, cost with few and with very many messages waiting: `node test/bench/pubsub-waiting.ts`.

import { pubsubEngine } from "../../infra/local/pubsub/engine.ts";
import { SUBSCRIPTION, settings, TOPIC } from "../infra/local/pubsub/an-engine.ts";

const FEW = 1_000;
const MANY = 1_000_000;
const OPERATIONS = 2_000;
const ROUNDS = 21;

type Parts = Parameters<typeof settings>[0];

/** The subscriptions that are compared, and the ordering key of the n-th message. */
const KINDS: readonly (readonly [kind: string, parts: Parts, keyOf: (n: number) => string])[] = [
  ["no order", {}, () => ""],
  ["1,000 ordering keys", { isOrdered: true }, (n) => `k${n % 1_000}`],
  ["exactly once, filtered", { isExactlyOnce: true, filter: "attributes:kind" }, () => ""],
];

/** An engine whose one subscription has so many messages waiting, and what does one more of either operation. */
function aSubscriptionWith(waiting: number, parts: Parts, keyOf: (n: number) => string) {
  const engine = pubsubEngine({ now: () => 1_767_225_600_000, random: Math.random });
  engine.topics.create({ name: TOPIC, labels: {}, retentionMs: undefined });
  engine.subscriptions.create(settings(parts));
  const attributes = new Map([["kind", "order"]]);
  let published = 0;
  const publish = (): void => {
    const n = published++;
    engine.publish(TOPIC, [{ data: Buffer.from(`message ${n}`), attributes, orderingKey: keyOf(n) }]);
  };
  const take = (): void => {
    const taken = engine.take(SUBSCRIPTION, { most: 10 });
    engine.ack(
      SUBSCRIPTION,
      taken.map(({ ackId }) => ackId),
    );
  };
  for (let n = 0; n < waiting; n++) publish();
  return { publish, take };
}

/** Microseconds per message; the best of some rounds, since the machine is shared. */
const best = (rounds: readonly number[]): number => Math.min(...rounds.slice(1));

/** Microseconds per message of so many calls that move so many messages each. */
function measure(act: () => void, calls: number, messages: number): number {
  const started = performance.now();
  for (let call = 0; call < calls; call++) act();
  return ((performance.now() - started) * 1_000) / (calls * messages);
}

console.log(`microseconds per message with ${FEW} and with ${MANY} waiting, and their ratio`);
for (const [kind, parts, keyOf] of KINDS) {
  const both = [FEW, MANY].map((waiting) => aSubscriptionWith(waiting, parts, keyOf));
  const publishes = both.map((): number[] => []);
  const takes = both.map((): number[] => []);
  // In turn, so that what else the machine does meets both; what is published is taken again, so as many are waiting.
  for (let round = 0; round < ROUNDS; round++)
    for (const [index, { publish, take }] of both.entries()) {
      publishes[index]?.push(measure(publish, OPERATIONS, 1));
      takes[index]?.push(measure(take, OPERATIONS / 10, 10));
    }
  for (const [what, rounds] of [
    ["publish", publishes],
    ["pull and acknowledge", takes],
  ] as const) {
    const [few = 0, many = 0] = rounds.map(best);
    const figures = [few.toFixed(2), many.toFixed(2), `${(many / few).toFixed(2)} x`];
    console.log(`${kind}: ${what}`.padEnd(46), ...figures.map((figure) => figure.padStart(9)));
  }
}
