// Lays what is hopeless with the dead letters: in the order of its lane, and never beyond the time that there is for it.

import { classify, type HopspanError, SinkError } from "./errors.ts";
import type { DeadLetters, Outcome } from "./ports.ts";
import type { Share } from "./share-time.ts";
import { held, type Verdict } from "./verdict.ts";

/** What a burial takes: where to, in whose name, and when. */
export interface Burial {
  readonly link: string;
  readonly deadLetters: DeadLetters;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

type Dead = Extract<Outcome, { readonly kind: "dead" }>;

/**
 * One outcome per verdict, in order; never rejects. What the dead letters have not confirmed is to be tried again, and
 * keeps the reason of its death beside the error that stands in the way. All are laid down at once, but those of one lane
 * one after the other, up to the first that could not be: so they lie in their order, and come again in it.
 */
export function buryAll(verdicts: readonly Verdict[], burial: Burial, burying: Share): Promise<readonly Outcome[]> {
  const last = new Map<string, Promise<Outcome>>();
  return Promise.all(
    verdicts.map(({ delivery, outcome }) => {
      if (outcome.kind !== "dead") return outcome;
      const { lane } = delivery;
      const ahead = lane === undefined ? undefined : last.get(lane);
      const buried =
        ahead === undefined
          ? bury({ delivery, outcome }, burial, burying)
          : ahead.then(({ kind }) =>
              kind === "dead" ? bury({ delivery, outcome }, burial, burying) : unburied(outcome, held()),
            );
      if (lane !== undefined) last.set(lane, buried);
      return buried;
    }),
  );
}

async function bury(
  { delivery, outcome }: Verdict & { readonly outcome: Dead },
  { link, deadLetters, now }: Burial,
  burying: Share,
): Promise<Outcome> {
  const reason = { link, error: outcome.error, at: now() };
  const late = new SinkError("DEAD_LETTERS_LATE", "the dead letters gave no answer in their time", true);
  try {
    await burying((budget) => deadLetters.put(delivery, reason, budget), late);
    return outcome;
  } catch (thrown) {
    return unburied(outcome, classify(thrown));
  }
}

const unburied = (outcome: Dead, error: HopspanError): Outcome => ({
  ...outcome,
  kind: "retry",
  error,
  unburied: outcome.error,
});
