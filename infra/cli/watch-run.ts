// Stays with a run until it is over: feeds it, draws how far it is, and closes with the account.

import { type Feed, sendFeed } from "../local/feed.ts";
import { type Account, balanced } from "../local/reconcile.ts";
import type { RunningFabric } from "../local/running-fabric.ts";
import type { Servers } from "../local/servers.ts";
import type { DevOutput } from "./dev-output.ts";
import { EXIT, type ExitCode } from "./verb.ts";

/** What is watched, and how it ends. */
export interface Watched {
  readonly running: Pick<RunningFabric, "accounts">;
  readonly servers: Pick<Servers, "sqs" | "pubsub">;
  readonly feeds: readonly Feed[];
  readonly output: DevOutput;
  readonly once: boolean;
  readonly ended: AbortSignal;
}

const TICK_MS = 200;
/** How many ticks a gap may stand with nothing on its way before it counts as one: reports may be late. 10 s. Ours. */
const PATIENCE_TICKS = 50;

/** Resolves with the exit code: 0 unless a message is unaccounted for or a feed could not be sent whole. */
export async function watchRun({ running, servers, feeds, output, once, ended }: Watched): Promise<ExitCode> {
  const sent = feeds.map(() => 0);
  const fed = () =>
    feeds.reduce(
      (sum, { endpoint }, at) => sum.set(endpoint.name, (sum.get(endpoint.name) ?? 0) + (sent[at] ?? 0)),
      new Map<string, number>(),
    );
  let feeding = feeds.length;
  const failures: Error[] = [];
  const feed = Promise.all(
    feeds.map((each, at) =>
      sendFeed(
        each,
        servers,
        (count) => {
          sent[at] = count;
        },
        ended,
      )
        .catch((error: Error) => void failures.push(error))
        .finally(() => feeding--),
    ),
  );

  let accounts = await running.accounts(fed());
  let still = 0;
  // Without `once` the account of the feeds is told when they are through, and the run goes on.
  let isTold = false;
  while (!ended.aborted) {
    await pause(TICK_MS, ended);
    const before = JSON.stringify(accounts);
    accounts = await running.accounts(fed());
    output.progress(accounts, feeding > 0);
    still = JSON.stringify(accounts) === before ? still + 1 : 0;
    const isThrough = feeds.length > 0 && feeding === 0 && isOver(accounts, still);
    if (once && feeding === 0 && (isThrough || feeds.length === 0)) break;
    if (isThrough && !isTold) output.close(accounts);
    isTold ||= isThrough;
    if (!once && failures.length > 0)
      output.note(
        failures
          .splice(0)
          .map(({ message }) => message)
          .join("\n"),
      );
  }
  await feed;
  accounts = await running.accounts(fed());
  output.close(accounts);
  for (const { message } of failures) output.note(message);
  return (once && !balanced(accounts) && !ended.aborted) || failures.length > 0 ? EXIT.failed : EXIT.ok;
}

/** Nothing is on its way any more and the account balances; or nothing has moved for long, and it never will. */
function isOver(accounts: readonly Account[], still: number): boolean {
  if (accounts.some(({ inFlight }) => inFlight > 0)) return false;
  return balanced(accounts) ? still >= 2 : still >= PATIENCE_TICKS;
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
