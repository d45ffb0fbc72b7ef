// What each transform costs per message, against the same done by hand: `node test/bench/transforms.ts`.

import type { Message } from "../../shared/core/message.ts";
import { loadChain, transforms } from "../../shared/transforms/index.ts";
import { basic } from "./transforms/basic.ts";
import { type Contest, order } from "./transforms/contest.ts";
import { formats } from "./transforms/formats.ts";
import { shapes } from "./transforms/shapes.ts";

const encoder = new TextEncoder();
const MESSAGES = 20_000;

/** Fresh bytes for every message, as a broker gives them; the best of five rounds, since the machine is shared. */
function microseconds(step: Contest["byHand"], { body, attributes = new Map() }: Contest): number {
  const bytes = body instanceof Uint8Array ? body : encoder.encode(JSON.stringify(body));
  const rounds = Array.from({ length: 6 }, () => {
    const messages = Array.from(
      { length: MESSAGES },
      (_, at): Message => ({
        id: `m-${at}`,
        body: bytes.slice(),
        attributes,
        trail: [],
        sentAt: 0,
      }),
    );
    const started = performance.now();
    for (const message of messages) step(message);
    return ((performance.now() - started) * 1000) / MESSAGES;
  });
  return Math.min(...rounds.slice(1));
}

const tools = { secret: () => Buffer.from("a secret of the benchmark, 32 bytes") };
const contests = [...basic, ...shapes, ...formats];
const steps = new Set(contests.flatMap((contest) => contest.steps.map(({ name }) => name)));
const forgotten = Object.keys(transforms).filter((name) => !steps.has(name));
if (forgotten.length > 0) throw new Error(`no contest has the step ${forgotten.join(", ")}`);
console.log(`order of ${encoder.encode(JSON.stringify(order)).length} bytes, microseconds per message`);
for (const contest of contests) {
  const { name, steps, byHand } = contest;
  const loadedAt = performance.now();
  const chain = await loadChain(steps, tools);
  const wakeMs = performance.now() - loadedAt;
  const [ours, hand] = [microseconds(chain, contest), microseconds(byHand, contest)];
  const ratio = hand < 0.05 ? "" : `${(ours / hand).toFixed(2)} x`;
  const figures = [ours.toFixed(2), hand.toFixed(2), ratio, `${wakeMs.toFixed(1)} ms to wake`];
  console.log(name.padEnd(42), ...figures.map((figure) => figure.padStart(9)));
}
