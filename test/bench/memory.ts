// How much memory a function holds with a full batch in hand, per crossing: what the defaults of memory rest on.

import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { bundleFolder, bundleFunctions } from "../../infra/bundle.ts";
import { prepareBrokers } from "../../infra/local/prepare-brokers.ts";
import { openServers, type Servers } from "../../infra/local/servers.ts";
import { compile } from "../../shared/fabric/compile.ts";
import type { Link } from "../../shared/fabric/link.ts";
import { parseFabric } from "../../shared/fabric/read.ts";

const FABRIC = `fabric: bench
aws: { account: "111122223333", region: eu-west-1 }
gcp: { project: bench-project, region: europe-west1 }
endpoints:
  q: { sqs: q }
  r: { sqs: r }
  s: { sqs: s }
  t: { pubsub: ttt }
  u: { pubsub: uuu }
hops:
  a: { from: q, to: t }
  b: { from: r, to: s }
  c: { from: t, to: s }
  d: { from: t, to: u }
`;

/** Batches as Lambda hands them over: 100 small ones, and as much as fits an invocation (6 MB). */
const BATCHES = [
  { name: "100 of 1 KB", count: 100, bytes: 1_024 },
  { name: "6 MB of 60 KB", count: 100, bytes: 60_000 },
  { name: "6 MB of 1 MB", count: 5, bytes: 1_000_000 },
] as const;

/** What Node may use of a function's memory: the rest is for what it holds outside its heap. */
const HEAP_SHARE = 0.75;

/** Pushes that one instance has in hand at a time, by its default concurrency. */
const PUSHES = 80;

/** Each function carries so many bytes at most: what arrives stays on the embedded servers, in memory. */
const MOST_BYTES = 100_000_000;

const roundsOf = ({ source }: Link, { count, bytes }: (typeof BATCHES)[number]) =>
  Math.min(20, Math.ceil(MOST_BYTES / (bytes * (source.broker === "sqs" ? count : PUSHES))));

/** Peak resident memory in MiB after so many full batches, or why it ended before. */
async function peakMiB(
  link: Link,
  servers: Servers,
  memoryMb: number,
  batch: (typeof BATCHES)[number],
  rounds = roundsOf(link, batch),
) {
  const child = fork(join(import.meta.dirname, "hold-batches.ts"), [], {
    cwd: bundleFolder(link.crossing),
    env: { ...process.env, ...servers.environment, HOPSPAN_LINK: JSON.stringify(link) },
    execArgv: [`--max-old-space-size=${Math.round(memoryMb * HEAP_SHARE)}`],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const subscription = "subscription" in link ? link.subscription : "";
  child.send({ batch, rounds, pushes: PUSHES, source: link.source, subscription });
  const answered = once(child, "message").then(([peak]) => `${peak} MiB`);
  const ended = once(child, "exit").then(([code]) => `ended with ${code}`);
  const peak = await Promise.race([answered, ended]);
  child.kill();
  return peak;
}

await bundleFunctions();
const servers = await openServers({ account: "111122223333", region: "eu-west-1", project: "bench-project" });
const compiled = compile(parseFabric(FABRIC, "bench"));
await prepareBrokers(compiled, servers);
for (const link of compiled.links) {
  const sizes = link.source.broker === "sqs" ? [128, 256, 512] : [256, 512, 1_024];
  // The bundle loaded and nothing done; Node's own reading of TypeScript is in every figure, and not in a cloud.
  console.log(`${link.crossing}, idle: ${await peakMiB(link, servers, sizes[0] ?? 0, BATCHES[0], 0)}`);
  for (const batch of BATCHES) {
    const peaks: string[] = [];
    for (const memoryMb of sizes) peaks.push(`${memoryMb} MB: ${await peakMiB(link, servers, memoryMb, batch)}`);
    console.log(`${link.crossing}, ${batch.name}: ${peaks.join("  ")}`);
  }
}
await servers.close();
