// How fast the local servers are beside others' that are found, and with very many messages: `node test/bench/local-servers.ts`.

import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { emulatorMissing, startEmulator } from "../support/party/google-emulator.ts";
import { motoMissing, startMoto } from "../support/party/moto.ts";
import type { Party } from "../support/party/process.ts";
import { type Contender, pubsubContender, sqsContender } from "./local-servers/contests.ts";
import type { Filling } from "./local-servers/own.ts";

const FEW = 1_000;
const MANY = Number(process.argv[2] ?? 1_000_000);
const MESSAGES = 100;
const ROUNDS = 4;

/** Those who measure themselves with one another, by the heads of their columns; ours first. */
type Field = ReadonlyMap<string, Contender>;

const columns = (name: string, figures: readonly string[]): string =>
  [name.padEnd(20), ...figures.map((figure) => figure.padStart(22))].join("");

/** Microseconds per message; the best of some rounds, the first of which warms up, in turn since the machine is shared. */
async function compare(field: Field): Promise<void> {
  const [ours] = field.values();
  console.log(columns("", [...field.keys()]));
  for (const act of Object.keys(ours?.acts ?? {})) {
    const best = [...field].map(() => Number.POSITIVE_INFINITY);
    for (let round = 0; round < ROUNDS; round++)
      for (const [index, { acts }] of [...field.values()].entries()) {
        const started = performance.now();
        await acts[act]?.(MESSAGES);
        const took = ((performance.now() - started) * 1_000) / MESSAGES;
        if (round > 0) best[index] = Math.min(best[index] ?? took, took);
      }
    const [own = 0] = best;
    console.log(
      columns(
        act,
        best.map((each) => `${each.toFixed(0)} (${(each / own).toFixed(2)} x)`),
      ),
    );
  }
  for (const contender of field.values()) await contender.close();
}

/** Starts nothing where something is missing, and says so. */
async function party(missing: string | undefined, start: () => Promise<Party>): Promise<Party | undefined> {
  if (missing === undefined) return start();
  console.log(`without a party to compare: ${missing}`);
  return undefined;
}

const own = fork(join(import.meta.dirname, "local-servers/own.ts"), [], {
  execArgv: ["--expose-gc", "--max-old-space-size=6144"],
});
const [{ sqs, pubsub }] = (await once(own, "message")) as [{ readonly sqs: string; readonly pubsub: string }];

async function fill(filling: Filling): Promise<void> {
  own.send(filling);
  const [{ bytesEach }] = (await once(own, "message")) as [{ readonly bytesEach: number }];
  console.log(
    `${filling.broker}: ${bytesEach.toFixed(0)} bytes of memory for each of ${MANY} messages that wait, of 100 bytes`,
  );
}

console.log(`microseconds per message with ${FEW} waiting, and beside ours; last with ${MANY} waiting at ours`);
const moto = await party(motoMissing, startMoto);
const crowded = await sqsContender(sqs, "crowded", 0);
await fill({ broker: "sqs", name: "crowded", count: MANY });
await compare(
  new Map([
    ["ours", await sqsContender(sqs, "few", FEW)],
    ...(moto === undefined ? [] : ([["moto", await sqsContender(`http://${moto.host}`, "few", FEW)]] as const)),
    [`ours, ${MANY}`, crowded],
  ]),
);
await moto?.stop();
const emulator = await party(emulatorMissing, startEmulator);
const full = await pubsubContender(pubsub, "crowded", 0);
await fill({ broker: "pubsub", name: "projects/bench/topics/crowded", count: MANY });
await compare(
  new Map([
    ["ours", await pubsubContender(pubsub, "fewer", FEW)],
    ...(emulator === undefined ? [] : ([["emulator", await pubsubContender(emulator.host, "fewer", FEW)]] as const)),
    [`ours, ${MANY}`, full],
  ]),
);
await emulator?.stop();
own.disconnect();
