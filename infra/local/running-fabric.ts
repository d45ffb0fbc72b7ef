// A whole fabric that runs on this machine: brokers, functions, and the account of every message.

import { HopspanError } from "../../shared/core/errors.ts";
import type { Compiled } from "../../shared/fabric/compile.ts";
import type { Link } from "../../shared/fabric/link.ts";
import { watchArrivals } from "./arrivals.ts";
import { brokerCounts } from "./broker-counts.ts";
import { type Landed, type LandingOptions, type Landings, startLandings } from "./landing/landings.ts";
import { linkPlaces } from "./link-places.ts";
import { type FunctionOptions, type Hold, type RunningLink, startLink } from "./platform.ts";
import { prepareBrokers } from "./prepare-brokers.ts";
import { firstLine } from "./process/first-line.ts";
import { killGroup } from "./process/kill-group.ts";
import { ENDED, unlessEnded } from "./process/unless-ended.ts";
import { type Account, account } from "./reconcile.ts";
import type { Servers } from "./servers.ts";
import { readLine, tally } from "./tally.ts";

/** What a run is told and tells. */
export interface RunOptions {
  readonly compiled: Compiled;
  readonly servers: Servers;
  readonly secrets: Readonly<Record<string, string>>;
  /** What lands in tables and buckets of this machine; nothing where absent. Their dead letters are endpoints of `compiled`. */
  readonly landings?: LandingOptions;
  readonly hold?: Hold;
  /** Lines of functions, but for their summaries. */
  readonly onLine: (link: Link, line: string) => void;
  /** Aborted before the fabric stands: what has been started is ended again. Afterwards it means nothing. */
  readonly ended?: AbortSignal;
}

/** A fabric that runs. */
export interface RunningFabric {
  readonly links: readonly RunningLink[];
  /** One line per link, then one per landing, as of now; `fed` says how many messages were sent to an endpoint from outside. */
  accounts(fed: ReadonlyMap<string, number>): Promise<readonly Account[]>;
  /** What has landed in tables and buckets of this machine. */
  landed(): readonly Landed[];
  /**
   * Takes nothing more in, lets what is out come to its end, ends all processes. The servers stay. May be called again.
   * Afterwards the accounts are final. Never rejects.
   */
  stop(): Promise<void>;
  /** Ends all processes at once, also those that hang; what is out comes to nothing. For when there is no time to wait. */
  kill(): void;
}

/**
 * Resolves once every function stands and is joined to its source. Where some can't start, all are ended again, and
 * the error names each of them in a line. Rejects with `ENDED` where `ended` is aborted before.
 */
export async function runFabric(run: RunOptions): Promise<RunningFabric> {
  const { compiled, servers, secrets, landings, hold, onLine, ended = new AbortController().signal } = run;
  const { links } = compiled;
  const arrived = watchArrivals(links, servers);
  const counts = tally();
  const places = linkPlaces();
  const options: FunctionOptions = {
    servers,
    secrets,
    places,
    ...hold,
    ended,
    onLine(link, line) {
      const { summary, rest } = readLine(link.name, line);
      if (summary !== undefined) counts.add(summary);
      if (summary === undefined || rest !== "") onLine(link, rest);
    },
  };
  await unlessEnded(ended, () => prepareBrokers(compiled, servers));
  const nothing = { plans: [], folder: "", note: () => {} };
  // Before the first function runs: a subscription has only what was published since it is there.
  const landing = await startLandings(landings ?? nothing, servers);
  const started = await Promise.allSettled(links.map((link) => startLink(link, options)));
  const running = started.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  let stopping: Promise<void> | undefined;
  const stop = () => {
    // What the functions have still sent lands as well.
    stopping ??= Promise.all(running.map((each) => each.stop()))
      .then(places.clear)
      .then(landing.stop);
    return stopping;
  };
  const failures = started.flatMap((each) => (each.status === "rejected" ? [each.reason as unknown] : []));
  if (failures.length > 0) {
    await stop();
    throw allOf(failures);
  }
  const tellsOf = { links, counts, arrived, servers, landing };
  return {
    links: running,
    landed: landing.landed,
    stop,
    kill: () => running.flatMap((each) => each.pids()).forEach(killGroup),
    accounts: (fed) => accountsOf(fed, tellsOf),
  };
}

interface Told {
  readonly links: readonly Link[];
  readonly counts: ReturnType<typeof tally>;
  readonly arrived: (link: string) => number;
  readonly servers: Servers;
  readonly landing: Landings;
}

async function accountsOf(
  fed: ReadonlyMap<string, number>,
  { links, counts, arrived, servers, landing }: Told,
): Promise<readonly Account[]> {
  const messages = (name: string) => counts.of(name).messages;
  const sentTo = (source: string) => (fed.get(source) ?? 0) + upstream(links, source, messages);
  const ofLinks = await Promise.all(
    links.map(async (link) => {
      const said = counts.of(link.name);
      const known = { said, expected: sentTo(link.source.name), arrived: arrived(link.name) };
      return account(link.name, said, await brokerCounts(link, servers, known));
    }),
  );
  return [...ofLinks, ...landing.accounts(sentTo)];
}

/** One error that says all of them, a line each; that the run was ended says it for all. */
function allOf(failures: readonly unknown[]): unknown {
  const [first] = failures;
  const ending = failures.find((each) => each instanceof HopspanError && each.code === ENDED);
  if (ending !== undefined || !(first instanceof HopspanError)) return ending ?? first;
  return new HopspanError(first.code, failures.map(firstLine).join("\n"), false, first);
}

/** What links have sent to an endpoint, as far as is known: which target of several a message was sent to is not. */
const upstream = (links: readonly Link[], endpoint: string, messages: (link: string) => number): number =>
  links.reduce((sum, { name, targets, choice }) => {
    const isOnWay =
      targets.some((target) => target.name === endpoint) && (choice === undefined || targets.length === 1);
    return sum + (isOnWay ? messages(name) : 0);
  }, 0);
