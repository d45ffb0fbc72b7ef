// What the brokers say of a link: an embedded server's own books, or what can be asked of one that is not ours.

import type { Link } from "../../shared/fabric/link.ts";
import { queueDepth } from "./provision.ts";
import type { BrokerCounts } from "./reconcile.ts";
import type { Servers } from "./servers.ts";
import type { Counts } from "./tally.ts";

/** What is known without the brokers: the functions' own words, and what was sent to the source in sight of this run. */
interface Known {
  readonly said: Counts;
  readonly expected: number;
  readonly arrived: number;
}

/** Exact for embedded servers. Of others only a queue's depth can be asked: the rest follows from what was sent. */
export async function brokerCounts(link: Link, servers: Servers, known: Known): Promise<BrokerCounts> {
  const { source } = link;
  if (source.broker === "sqs" && servers.sqsEngineAt !== undefined) {
    const engine = servers.sqsEngineAt(source);
    const { accepted, deleted, redriven, visible, inFlight, delayed } = engine.counts(source.queue);
    return {
      accepted,
      settled: deleted,
      inFlight: visible + inFlight + delayed,
      out: inFlight,
      movedToDead: redriven,
      arrived: arrivals(link, servers, known),
    };
  }
  if (source.broker === "pubsub" && servers.pubsubEngine !== undefined && "subscription" in link) {
    // The topic may be another project's; the subscription is the fabric's own, as its dead letters are.
    const name = `projects/${link.deadLetters.project}/subscriptions/${link.subscription}`;
    const { accepted, acked, outstanding, waiting, deadLettered } = servers.pubsubEngine.counts(name);
    return {
      accepted,
      settled: acked,
      inFlight: outstanding + waiting,
      out: outstanding,
      movedToDead: deadLettered,
      arrived: arrivals(link, servers, known),
    };
  }
  const reported = known.said.relayed + known.said.dropped + known.said.dead;
  const depth =
    source.broker === "sqs" ? await queueDepth(servers.sqsAt(source), source) : Math.max(0, known.expected - reported);
  return {
    accepted: Math.max(known.expected, reported + depth),
    settled: reported,
    inFlight: depth,
    out: 0,
    movedToDead: 0,
    arrived: arrivals(link, servers, known),
  };
}

/** Arrivals are witnessed on an embedded target only; elsewhere the function's word has to do. */
function arrivals({ targets }: Link, servers: Servers, { said, arrived }: Known): number {
  const isSeen = targets.every(
    ({ broker }) => (broker === "sqs" ? servers.sqsEngine : servers.pubsubEngine) !== undefined,
  );
  return isSeen ? arrived : said.messages;
}
