// What `hopspan dev` shows: bars that move on a terminal, JSON lines for programs, plain lines for logs.

import { printable, printableJson } from "../../shared/core/printable.ts";
import type { Compiled } from "../../shared/fabric/compile.ts";
import type { Link } from "../../shared/fabric/link.ts";
import type { FaultCount } from "../local/faults/injector.ts";
import type { Account } from "../local/reconcile.ts";
import type { RunningFabric } from "../local/running-fabric.ts";
import type { Servers } from "../local/servers.ts";
import { bars, type Size } from "./bars.ts";
import { deliveryLine } from "./delivery-line.ts";
import { closingTable, progressLines } from "./dev-table.ts";
import { type FeedReport, feedName } from "./feed-report.ts";
import { type LandedReport, landedFields, landedLines } from "./landed-lines.ts";
import { lookAround } from "./look-around.ts";
import { faultLines } from "./run-faults.ts";
import type { Terminal } from "./verb.ts";
import { wrapLines } from "./wrap.ts";

/** How a run tells of itself. */
export interface DevOutput {
  note(text: string): void;
  ready(servers: Pick<Servers, "sqsEndpoint" | "pubsubHost">, running: Pick<RunningFabric, "links">): void;
  /** A line that a function wrote. */
  line(link: Link, line: string): void;
  /** A line of a feed that will never be sent. */
  refused(file: string, line: number, reason: string): void;
  progress(accounts: readonly Account[], feeding: boolean): void;
  /** When all that was fed is through, and at the end. */
  close(accounts: readonly Account[], feeds: readonly FeedReport[]): void;
  /** After each `close` of a run in which topics land. */
  landed(landed: LandedReport): void;
  /** At the end of a run that had faults. */
  faults(counts: readonly FaultCount[]): void;
  /** To be called at last: says what was held back until `ready`, where that never came. */
  end(): void;
}

/** How a run is to tell of itself. */
export interface Manner {
  readonly json: boolean;
  /** The run ends by itself, so nobody is told what to do while it goes on. */
  readonly once: boolean;
  /** Of the terminal, where it is one: that of standard output where absent. */
  readonly size?: () => Size;
}

/** One of three, by whom it is for. What functions and files have brought in does nothing to a terminal. */
export function devOutput(compiled: Compiled, terminal: Terminal, manner: Manner): DevOutput {
  return manner.json ? jsonOutput(compiled, terminal) : readableOutput(compiled, terminal, manner);
}

/** The ready line is the first, whatever was said before: so a program can read one line and begin. */
function jsonOutput({ fabric }: Compiled, { out }: Terminal): DevOutput {
  let early: object[] | undefined = [];
  const say = (event: object) => {
    if (early === undefined) out(printableJson(event));
    else early.push(event);
  };
  const release = (...first: readonly object[]) => {
    const events = [...first, ...(early ?? [])];
    early = undefined;
    for (const event of events) say(event);
  };
  let last = "";
  return {
    note: (text) => say({ event: "note", text }),
    ready: ({ sqsEndpoint, pubsubHost }, { links }) =>
      release({
        ready: true,
        event: "ready",
        fabric,
        sqs: { endpoint: sqsEndpoint },
        pubsub: { host: pubsubHost },
        links: links.map(({ link, pids }) => ({ name: link.name, crossing: link.crossing, pids: pids() })),
      }),
    line: ({ name }, line) => say({ event: "log", link: name, line }),
    refused: (file, line, reason) => say({ event: "refused", file, line, reason }),
    progress(accounts) {
      const text = printableJson({ event: "progress", accounts });
      if (text !== last) out(text);
      last = text;
    },
    close: (accounts, feeds) => say({ event: "reconciliation", accounts, feeds }),
    landed: ({ landed, folder, isKept }) => say({ event: "landed", landed: landed.map(landedFields), folder, isKept }),
    faults: (counts) => say({ event: "faults", faults: counts }),
    end: () => release(),
  };
}

/** How wide a terminal is that does not say. */
const COLUMNS = 80;
/** How often a log without a terminal gets a line, in milliseconds. */
const LOG_EVERY_MS = 5_000;

function readableOutput({ fabric, links }: Compiled, terminal: Terminal, { once, size }: Manner): DevOutput {
  const { out, interactive, ended } = terminal;
  let saidAt = Date.now();
  const rates = ratesOf();
  const sizeNow = size ?? (() => process.stdout);
  const foot = bars(out, sizeNow);
  const width = () => (interactive ? sizeNow().columns || COLUMNS : Number.POSITIVE_INFINITY);
  // A terminal breaks where its edge is, in the middle of a word; a log keeps its lines.
  const say = (text: string) => foot.say(wrapLines(text, width()));
  return {
    note: (text) => say(printable(text)),
    ready({ sqsEndpoint, pubsubHost }) {
      say(`fabric ${fabric} runs: ${links.map(({ name }) => name).join(", ")}`);
      say(`  SQS      ${printable(sqsEndpoint)}   (AWS_ENDPOINT_URL_SQS)`);
      say(`  Pub/Sub  ${printable(pubsubHost)}          (PUBSUB_EMULATOR_HOST)`);
      if (interactive)
        say("  from another terminal: npx hopspan send ENDPOINT BODY, receive ENDPOINT\n  Ctrl-C ends it\n");
    },
    line(link, line) {
      const short = interactive ? deliveryLine(link, line) : undefined;
      if (short === undefined) foot.say(`${link.name}: ${printable(line)}`);
      else say(short);
    },
    refused: (file, line, reason) => say(printable(`${feedName(file)}:${line}: refused: ${reason}`)),
    progress(accounts, feeding) {
      const lines = progressLines(accounts, rates(accounts), interactive);
      if (interactive) foot.draw(lines);
      else if (feeding && Date.now() - saidAt >= LOG_EVERY_MS) {
        for (const line of lines) out(line);
        saidAt = Date.now();
      }
    },
    close(accounts, feeds) {
      foot.say(`\n${closingTable(accounts, feeds, interactive, width())}`);
      const staysUp = !once && !ended.aborted;
      if (staysUp) for (const line of lookAround({ links }, accounts)) say(line);
    },
    landed: (report) => say(landedLines(report).map(printable).join("\n")),
    faults: (counts) => say(faultLines(counts).map(printable).join("\n")),
    end: () => {},
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
