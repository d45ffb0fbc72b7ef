// What `hopspan dev` shows: bars that move on a terminal, JSON lines for programs, plain lines for logs.

import type { Compiled } from "../../shared/fabric/compile.ts";
import type { Link } from "../../shared/fabric/link.ts";
import type { Account } from "../local/reconcile.ts";
import type { RunningFabric } from "../local/running-fabric.ts";
import type { Servers } from "../local/servers.ts";
import { closingTable, progressLines } from "./dev-table.ts";
import type { Terminal } from "./verb.ts";

/** How a run tells of itself. */
export interface DevOutput {
  note(text: string): void;
  ready(servers: Pick<Servers, "sqsEndpoint" | "pubsubHost">, running: Pick<RunningFabric, "links">): void;
  /** A line that a function wrote. */
  line(link: Link, line: string): void;
  progress(accounts: readonly Account[], feeding: boolean): void;
  close(accounts: readonly Account[]): void;
}

/** One of three, by whom it is for. */
export function devOutput(compiled: Compiled, terminal: Terminal, json: boolean): DevOutput {
  return json ? jsonOutput(compiled, terminal) : readableOutput(compiled, terminal);
}

function jsonOutput({ fabric }: Compiled, { out }: Terminal): DevOutput {
  const say = (event: object) => out(JSON.stringify(event));
  let last = "";
  return {
    note: (text) => say({ event: "note", text }),
    ready: ({ sqsEndpoint, pubsubHost }, { links }) =>
      say({
        ready: true,
        fabric,
        sqs: { endpoint: sqsEndpoint },
        pubsub: { host: pubsubHost },
        links: links.map(({ link, pids }) => ({ name: link.name, crossing: link.crossing, pids: pids() })),
      }),
    line: ({ name }, line) => say({ event: "log", link: name, line }),
    progress(accounts) {
      const text = JSON.stringify({ event: "progress", accounts });
      if (text !== last) out(text);
      last = text;
    },
    close: (accounts) => say({ event: "reconciliation", accounts }),
  };
}

/** How often a log without a terminal gets a line, in milliseconds. */
const LOG_EVERY_MS = 5_000;

function readableOutput({ fabric, links }: Compiled, { out, interactive }: Terminal): DevOutput {
  let drawn = 0;
  let saidAt = Date.now();
  const rates = ratesOf();
  const wipe = () => {
    if (drawn > 0) process.stdout.write(`\u001b[${drawn}A\u001b[J`);
    drawn = 0;
  };
  const say = (text: string) => {
    wipe();
    out(text);
  };
  return {
    note: say,
    ready({ sqsEndpoint, pubsubHost }) {
      say(`fabric ${fabric} runs: ${links.map(({ name }) => name).join(", ")}`);
      say(`  SQS      ${sqsEndpoint}   (AWS_ENDPOINT_URL_SQS)`);
      say(`  Pub/Sub  ${pubsubHost}          (PUBSUB_EMULATOR_HOST)`);
      if (interactive)
        say("  from another terminal: npx hopspan send ENDPOINT BODY, npx hopspan receive ENDPOINT; Ctrl-C ends it\n");
    },
    line: ({ name }, line) => say(`${name}: ${line}`),
    progress(accounts, feeding) {
      const measured = rates(accounts);
      const lines = progressLines(accounts, measured, interactive);
      if (interactive) {
        wipe();
        for (const line of lines) out(line);
        drawn = lines.length;
      } else if (feeding && Date.now() - saidAt >= LOG_EVERY_MS) {
        for (const line of lines) out(line);
        saidAt = Date.now();
      }
    },
    close(accounts) {
      wipe();
      out(`\n${closingTable(accounts, interactive)}`);
      const [target] = links.at(-1)?.targets ?? [];
      out(
        `look next: npx hopspan receive ${target?.name ?? "ENDPOINT"} (while it runs), docs/running-locally.md, or a fabric of your own: npx hopspan init my-fabric`,
      );
      for (const { link } of accounts.filter(({ dead }) => dead > 0)) {
        const where = links.find(({ name }) => name === link)?.deadLetters.name;
        out(`dead letters of ${link}, with their reasons, while it runs: npx hopspan receive ${where}`);
      }
    },
  };
}

/** Messages per second by link, over the last few seconds. */
function ratesOf() {
  const seen: { readonly at: number; readonly done: ReadonlyMap<string, number> }[] = [];
  return (accounts: readonly Account[]): ReadonlyMap<string, number> => {
    const done = new Map(accounts.map((each) => [each.link, each.delivered + each.dropped + each.dead]));
    seen.push({ at: Date.now(), done });
    if (seen.length > WINDOW) seen.shift();
    const first = seen[0];
    const seconds = first === undefined ? 0 : (Date.now() - first.at) / 1_000;
    return new Map(
      [...done].map(([link, count]) => [link, seconds === 0 ? 0 : (count - (first?.done.get(link) ?? 0)) / seconds]),
    );
  };
}

/** Ticks over which a rate is taken. */
const WINDOW = 15;
