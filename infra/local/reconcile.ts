// The account of a run, link by link: what went in is delivered, dropped, dead or in flight, or else there is a gap.

import type { Counts } from "./tally.ts";

/** What the brokers say of one link, independently of its functions. */
export interface BrokerCounts {
  /** Messages that the source has taken for this link. */
  readonly accepted: number;
  /** Messages that were acknowledged, for whatever reason. */
  readonly settled: number;
  /** Messages that wait at the source, or are out with a function. */
  readonly inFlight: number;
  /** How many of them are out with a function: what it has reported of them is not settled yet. */
  readonly out: number;
  /** Messages that the broker itself gave up and moved to the dead letters. */
  readonly movedToDead: number;
  /** Messages of this link that reached the target, as their own trail says, duplicates included. */
  readonly arrived: number;
}

/** One line of the account, in deliveries; `arrived` and `missing` in messages. */
export interface Account {
  readonly link: string;
  readonly in: number;
  readonly delivered: number;
  readonly dropped: number;
  readonly dead: number;
  readonly inFlight: number;
  readonly retried: number;
  /** Deliveries that were worked off twice, since an acknowledgement was lost or late: at least once, never less. */
  readonly duplicates: number;
  /** in - (delivered + dropped + dead + in flight): anything but 0 means that a message is unaccounted for. */
  readonly gap: number;
  /** Messages that a function called sent and the target has never seen: anything but 0 is a loss. */
  readonly missing: number;
}

/**
 * Functions report what they did, brokers what they hold; neither is believed alone. What was reported and is not settled
 * still counts as in flight: its acknowledgement is on its way, or got lost, and then it comes again. A function that was
 * killed after its report so leaves one report too many, which shows as a duplicate, never as a gap.
 */
export function account(link: string, said: Counts, seen: BrokerCounts): Account {
  const excess = Math.max(0, said.relayed + said.dropped + said.dead - seen.settled);
  // What was settled without a report would be a loss: so there is never more than what was both said and settled.
  const [delivered, dropped, buried] = less([said.relayed, said.dropped, said.dead], excess);
  const dead = buried + seen.movedToDead;
  return {
    link,
    in: seen.accepted,
    delivered,
    dropped,
    dead,
    inFlight: seen.inFlight,
    retried: said.retried,
    duplicates: Math.max(0, excess - seen.out),
    gap: seen.accepted - delivered - dropped - dead - seen.inFlight,
    missing: Math.max(0, said.messages - seen.arrived - excess),
  };
}

/** Takes off as much as there is, from the first on; which of the three were reported twice can't be told. */
function less([first, second, third]: readonly [number, number, number], excess: number) {
  const fromFirst = Math.min(first, excess);
  const fromSecond = Math.min(second, excess - fromFirst);
  return [first - fromFirst, second - fromSecond, third - (excess - fromFirst - fromSecond)] as const;
}

/** True where every message in is accounted for, and every one that was called sent has arrived. */
export const balanced = (accounts: readonly Account[]): boolean =>
  accounts.every(({ gap, missing }) => gap === 0 && missing === 0);
