// Messages per second and memory of a whole fabric, from queue to topic and from topic to queue, with consumers attached.

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeleteMessageBatchCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { bundleFunctions } from "../../infra/bundle.ts";
import { sendFeed } from "../../infra/local/feed.ts";
import { inboxes } from "../../infra/local/inbox.ts";
import { balanced } from "../../infra/local/reconcile.ts";
import { runFabric } from "../../infra/local/running-fabric.ts";
import { openServers } from "../../infra/local/servers.ts";
import { queueUrl } from "../../shared/brokers/sqs/endpoint.ts";
import { type Compiled, compile } from "../../shared/fabric/compile.ts";
import { parseFabric } from "../../shared/fabric/read.ts";

const COUNT = Number(process.argv[2] ?? 200_000);
const FABRICS = {
  "sqs-to-pubsub": ["{ sqs: from }", "{ pubsub: into }"],
  "pubsub-to-sqs": ["{ pubsub: from }", "{ sqs: into }"],
} as const;

const compiled = ([from, to]: readonly [string, string]): Compiled =>
  compile(
    parseFabric(
      `fabric: bench
aws: { account: "111122223333", region: eu-west-1 }
gcp: { project: bench-project, region: europe-west1 }
endpoints:
  from: ${from}
  to: ${to}
hops:
  carry: { from: from, to: to }
`,
      "bench",
    ),
  );

/** Resident memory of a process in MiB, as Linux tells it; nothing elsewhere. */
function residentMiB(pid: number): number {
  try {
    const [, kib = "0"] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Math.round(Number(kib) / 1_024);
  } catch {
    return 0;
  }
}

/** Takes and acknowledges everything that arrives, until `close`. */
function consume({ endpoints, links, ...rest }: Compiled, servers: Awaited<ReturnType<typeof openServers>>) {
  const target = endpoints.find(({ name }) => name === "to");
  if (target?.broker === "pubsub") {
    const [, name = ""] = inboxes({ endpoints, links, ...rest }).find(([each]) => each.name === "to") ?? [];
    const subscription = servers.pubsub.subscription(name);
    subscription.on("message", (message) => message.ack());
    return { close: () => subscription.close() };
  }
  const QueueUrl = target === undefined ? "" : queueUrl(target);
  let isOpen = true;
  const worker = async () => {
    while (isOpen) {
      const { Messages = [] } = await servers.sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
      );
      const Entries = Messages.map(({ ReceiptHandle }, at) => ({ Id: String(at), ReceiptHandle: ReceiptHandle ?? "" }));
      if (Entries.length > 0) await servers.sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    }
  };
  const workers = [worker(), worker()];
  return {
    async close() {
      isOpen = false;
      await Promise.all(workers);
    },
  };
}

async function measure(name: keyof typeof FABRICS): Promise<void> {
  const plan = compiled(FABRICS[name]);
  const servers = await openServers({ account: "111122223333", region: "eu-west-1", project: "bench-project" });
  const running = await runFabric({ compiled: plan, servers, secrets: {}, onLine: (_, line) => console.error(line) });
  const consumer = consume(plan, servers);
  const file = join(tmpdir(), `hopspan-bench-${process.pid}.ndjson`);
  const padding = "x".repeat(900);
  writeFileSync(file, Array.from({ length: COUNT }, (_, at) => `{"number":${at},"padding":"${padding}"}\n`).join(""));
  const endpoint = plan.endpoints.find((each) => each.name === "from");
  if (endpoint === undefined) throw new Error("the bench fabric has an endpoint from");
  const pids = () => [process.pid, ...running.links.flatMap((link) => link.pids())];
  const startedAt = performance.now();
  let sent = 0;
  const feed = sendFeed(
    { file, endpoint },
    servers,
    (news) => {
      if (news.kind === "sent") sent = news.sent;
    },
    new AbortController().signal,
  );
  const samples: string[] = [];
  for (let next = COUNT / 10; ; ) {
    const [account] = await running.accounts(new Map());
    const done = (account?.delivered ?? 0) + (account?.dead ?? 0);
    if (done >= next) {
      samples.push(`${Math.round((done / COUNT) * 100)}%:${pids().map(residentMiB).join("+")}`);
      next += COUNT / 10;
    }
    if (done >= COUNT && sent >= COUNT) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await feed;
  const seconds = (performance.now() - startedAt) / 1_000;
  const accounts = await running.accounts(new Map());
  console.log(
    `${name}: ${COUNT} messages of 1 KB, ${Math.round(COUNT / seconds)} messages/s, ${balanced(accounts) ? "balanced" : "NOT balanced"}`,
  );
  console.log(`  resident MiB (servers and pollers + functions) ${samples.join("  ")}`);
  await consumer.close();
  await running.stop();
  await servers.close();
  rmSync(file);
}

await bundleFunctions();
for (const name of ["sqs-to-pubsub", "pubsub-to-sqs"] as const) await measure(name);
