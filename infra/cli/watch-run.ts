// Stays with a run until it is over: feeds it, draws how far it is, lets it drain, and closes with the account.

import type { Feed } from "../local/feed.ts";
import type { LandedFolder } from "../local/landing/landed-folder.ts";
import { type Account, balanced } from "../local/reconcile.ts";
import type { RunningFabric } from "../local/running-fabric.ts";
import type { Servers } from "../local/servers.ts";
import type { DevOutput } from "./dev-output.ts";
import { type FeedReport, feedLine, isWhole } from "./feed-report.ts";
import { type Feeding, startFeeding } from "./feeding.ts";
import { accountTaker } from "./take-account.ts";
import { EXIT, type ExitCode } from "./verb.ts";

/** What is watched, and how it ends. */
export interface Watched {
  readonly running: Pick<RunningFabric, "accounts" | "stop"> & Partial<Pick<RunningFabric, "landed">>;
  readonly servers: Pick<Servers, "sqsAt" | "pubsubHost">;
  /** Where what has landed lies, if anything lands. */
  readonly folder?: Pick<LandedFolder, "path" | "isKept"> | undefined;
  readonly feeds: readonly Feed[];
  readonly output: DevOutput;
  readonly once: boolean;
  readonly ended: AbortSignal;
  /** How long a broker may be gone before `once` gives up, in milliseconds: a minute where absent. */
  readonly outageMs?: number;
}

const TICK_MS = 200;
/** How many ticks a gap may stand with nothing on its way before it counts as one: reports may be late. 10 s. Ours. */
const PATIENCE_TICKS = 50;
/** How long a broker may be gone before `once` gives up, in milliseconds. Ours. */
const OUTAGE_MS = 60_000;

/**
 * Resolves once the run has stopped, with the exit code. Without `once` that is when `ended` is aborted, with 0. With
 * `once` it is as soon as all that was fed is through: 0 where every line was sent and every message is accounted for, 1
 * where not, also where `ended` came first; 3 where a broker is gone, so that nobody can say.
 */
export async function watchRun(watched: Watched): Promise<ExitCode> {
  const { running, servers, feeds, output, once, ended, outageMs = OUTAGE_MS } = watched;
  const givenUp = new AbortController();
  const feeding = startFeeding(feeds, servers, output, AbortSignal.any([ended, givenUp.signal]));
  const take = accountTaker(() => running.accounts(feeding.sent()), output.note);
  const close: Watching["close"] = (accounts, reports, isLast = false) => {
    const { folder } = watched;
    const landed = running.landed?.() ?? [];
    output.close(accounts, reports);
    if (folder !== undefined) output.landed({ landed, folder: folder.path, isKept: folder.isKept, isLast });
  };
  const isOver = await watch({ feeding, take, output, close, once, ended, outageMs });
  if (ended.aborted) output.note("ending: takes nothing more, waits for what is out; a second Ctrl-C does not wait");
  else if (!isOver) output.note("a broker has been gone for too long: giving up");
  givenUp.abort();
  // Only what has stopped can be accounted for: before, work may be reported and not yet acknowledged.
  const [reports] = await Promise.all([feeding.done, running.stop()]);
  const accounts = await take();
  if (accounts !== undefined) close(accounts, reports, true);
  else for (const line of ["there is no account: a broker can't be asked", ...reports.map(feedLine)]) output.note(line);
  if (!once) return EXIT.ok;
  if (accounts === undefined || !(isOver || ended.aborted)) return EXIT.unavailable;
  return balanced(accounts) && reports.every(isWhole) ? EXIT.ok : EXIT.failed;
}

interface Watching extends Required<Pick<Watched, "output" | "once" | "ended" | "outageMs">> {
  readonly feeding: Feeding;
  readonly take: (ended?: AbortSignal) => Promise<readonly Account[] | undefined>;
  readonly close: (accounts: readonly Account[], reports: readonly FeedReport[], isLast?: boolean) => void;
}

/** Resolves when it is time to end: true where all that was fed is through. */
async function watch({ feeding, take, output, close, once, ended, outageMs }: Watching): Promise<boolean> {
  let before = "";
  let stillTicks = 0;
  let soundAt = Date.now();
  // Without `once` the account of the feeds is told when they are through, and the run goes on.
  let told: readonly FeedReport[] | undefined;
  while (!ended.aborted && !(once && Date.now() - soundAt > outageMs)) {
    await pause(TICK_MS, ended);
    // Asked before: an account that was taken while a feed still sent knows nothing of what came after it.
    const isFeeding = feeding.isUnderWay();
    const accounts = await take(ended);
    if (ended.aborted) break;
    if (accounts !== undefined && !feeding.isHeld()) soundAt = Date.now();
    if (accounts === undefined) continue;
    output.progress(accounts, isFeeding);
    const now = JSON.stringify(accounts);
    stillTicks = now === before && !isFeeding ? stillTicks + 1 : 0;
    before = now;
    if (isFeeding || !isThrough(accounts, stillTicks)) continue;
    const reports = await feeding.done;
    if (once) return true;
    if (told === undefined && reports.length > 0) close(accounts, reports);
    told = reports;
  }
  return false;
}

/** Nothing is on its way any more and the account balances; or nothing has moved for long, and it never will. */
function isThrough(accounts: readonly Account[], stillTicks: number): boolean {
  if (accounts.some(({ inFlight }) => inFlight > 0)) return false;
  return balanced(accounts) ? stillTicks >= 2 : stillTicks >= PATIENCE_TICKS;
}

const pause = (ms: number, ended: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      ended.removeEventListener("abort", done);
      resolve();
    }
    ended.addEventListener("abort", done);
  });
