// All landings of a run: where they write, what they have done, and their lines in the account.

import type { Compiled, Placed } from "../../../shared/fabric/compile.ts";
import type { LandingPlan } from "../../../shared/fabric/deployment/landing-plan.ts";
import { type Account, account } from "../reconcile.ts";
import type { Servers } from "../servers.ts";
import { bucketLanding } from "./bucket-landing.ts";
import { type Landing, type LandingCounts, startLanding } from "./landing.ts";
import type { Amount, Store } from "./store.ts";
import { openSubscription, subscriptionPath } from "./subscription.ts";
import { tableLanding } from "./table-landing.ts";

/** What is to land where. */
export interface LandingOptions {
  readonly plans: readonly LandingPlan[];
  readonly folder: string;
  readonly note: (text: string) => void;
}

/** What has landed of one topic. */
export interface Landed {
  readonly endpoint: string;
  /** The endpoint that has what did not fit. */
  readonly deadLetters: string;
  readonly amount: Amount;
}

/** Landings at work. */
export interface Landings {
  /** Now, and after `stop` as of then. */
  landed(): readonly Landed[];
  /** A line per landing; `expected` says how many messages were sent to a topic in sight of this run. */
  accounts(expected: (topic: string) => number): readonly Account[];
  /** Takes what waits, then no more, and finishes what is open. May be called again; never rejects. */
  stop(): Promise<void>;
}

/** What a landing is called in an account: its topic's name with an ending that no link has. */
export const landingName = ({ topic }: LandingPlan): string => `${topic.name}.lands`;

/** With the dead letters of the landings, which are made and received from like any others. */
export const withLandings = (compiled: Compiled, plans: readonly LandingPlan[]): Compiled => ({
  ...compiled,
  endpoints: [
    ...compiled.endpoints,
    ...plans.map(({ deadLetters }): Placed => ({ ...deadLetters, role: "dead-letters" })),
  ],
});

interface Started {
  readonly plan: LandingPlan;
  readonly store: Store;
  readonly landing: Landing;
}

/** Expects topics and dead letters to be there. Leaves nothing open where one can't begin, and rejects with the reason. */
export async function startLandings({ plans, folder, note }: LandingOptions, servers: Servers): Promise<Landings> {
  const started: Started[] = [];
  const stop = async () => {
    await Promise.all(started.map(({ landing }) => landing.stop()));
    for (const { plan, store } of started)
      await store.close().catch((thrown: unknown) => note(`${landingName(plan)}: ${String(thrown)}`));
  };
  try {
    for (const plan of plans) {
      const store = storeOf(plan, folder);
      const subscription = await openSubscription(plan, servers).catch(async (thrown: unknown) => {
        await store.close();
        throw thrown;
      });
      const parts = { name: landingName(plan), subscription, store, maxAttempts: plan.maxAttempts, note };
      started.push({ plan, store, landing: startLanding(parts) });
    }
  } catch (thrown) {
    await stop();
    throw thrown;
  }
  let stopping: Promise<void> | undefined;
  return {
    landed: () =>
      started.map(({ plan, store }) => ({
        endpoint: plan.topic.name,
        deadLetters: plan.deadLetters.name,
        amount: store.amount(),
      })),
    accounts: (expected) =>
      started.map(({ plan, landing }) => accountOf(plan, landing.counts(), servers, expected(plan.topic.name))),
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}

const storeOf = (plan: LandingPlan, folder: string): Store =>
  "table" in plan.to ? tableLanding(plan, plan.to.table, folder) : bucketLanding(plan, plan.to.bucket, folder);

/** By the books of an embedded server; of another one only what was sent in sight of this run, and what the landing says. */
function accountOf(plan: LandingPlan, counts: LandingCounts, { pubsubEngine }: Servers, expected: number): Account {
  const { written, refused, buried } = counts;
  const said = { relayed: written, dropped: 0, dead: 0, retried: refused, messages: written };
  const books = pubsubEngine?.counts(subscriptionPath(plan));
  const waiting = Math.max(0, expected - written - buried);
  const seen =
    books === undefined
      ? { accepted: written + buried + waiting, settled: written, inFlight: waiting, out: 0, movedToDead: buried }
      : {
          accepted: books.accepted,
          settled: books.acked,
          inFlight: books.outstanding + books.waiting,
          out: books.outstanding,
          movedToDead: books.deadLettered,
        };
  return account(landingName(plan), said, { ...seen, arrived: written });
}
