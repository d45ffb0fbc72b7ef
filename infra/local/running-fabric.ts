// A whole fabric that runs on this machine: brokers, functions, and the account of every message.

import type { Compiled } from "../../shared/fabric/compile.ts";
import type { Link } from "../../shared/fabric/link.ts";
import { watchArrivals } from "./arrivals.ts";
import { brokerCounts } from "./broker-counts.ts";
import { type FunctionOptions, type RunningLink, startLink } from "./platform.ts";
import { prepareBrokers } from "./prepare-brokers.ts";
import { unlessEnded } from "./process/unless-ended.ts";
import { type Account, account } from "./reconcile.ts";
import type { Servers } from "./servers.ts";
import { readLine, tally } from "./tally.ts";

/** What a run is told and tells. */
export interface RunOptions {
  readonly compiled: Compiled;
  readonly servers: Servers;
  readonly secrets: Readonly<Record<string, string>>;
  /** Lines of functions, but for their summaries. */
  readonly onLine: (link: Link, line: string) => void;
  /** Aborted before the fabric stands: what has been started is ended again. Afterwards it means nothing. */
  readonly ended?: AbortSignal;
}

/** A fabric that runs. */
export interface RunningFabric {
  readonly links: readonly RunningLink[];
  /** One line per link, as of now; `fed` says how many messages were sent to an endpoint from outside. */
  accounts(fed: ReadonlyMap<string, number>): Promise<readonly Account[]>;
  /**
   * Takes nothing more in, lets what is out come to its end, ends all processes. The servers stay. May be called again.
   * Afterwards the accounts are final. Never rejects.
   */
  stop(): Promise<void>;
}

/**
 * Resolves once every function stands and is joined to its source. Where one can't start, all are ended again. Rejects with
 * `ENDED` where `ended` is aborted before.
 */
export async function runFabric(run: RunOptions): Promise<RunningFabric> {
  const { compiled, servers, secrets, onLine, ended = new AbortController().signal } = run;
  const { links } = compiled;
  const arrived = watchArrivals(links, servers);
  const counts = tally();
  const options: FunctionOptions = {
    servers,
    secrets,
    ended,
    onLine(link, line) {
      const read = readLine(line);
      if (read.kind === "summary") counts.add(read.summary);
      else onLine(link, line);
    },
  };
  await unlessEnded(ended, () => prepareBrokers(compiled, servers));
  const started = await Promise.allSettled(links.map((link) => startLink(link, options)));
  const running = started.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= Promise.all(running.map((each) => each.stop())).then(() => {});
    return stopping;
  };
  const failed = started.find((each) => each.status === "rejected");
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  return {
    links: running,
    stop,
    accounts: (fed) =>
      Promise.all(
        links.map(async (link) => {
          const said = counts.of(link.name);
          const expected = (fed.get(link.source.name) ?? 0) + upstream(links, link, (name) => counts.of(name).messages);
          return account(
            link.name,
            said,
            await brokerCounts(link, servers, { said, expected, arrived: arrived(link.name) }),
          );
        }),
      ),
  };
}

/** What the links in front of this one have sent to its source. */
const upstream = (links: readonly Link[], { source }: Link, messages: (link: string) => number): number =>
  links.reduce(
    (sum, { name, targets }) => sum + (targets.some((target) => target.name === source.name) ? messages(name) : 0),
    0,
  );
