// Takes the account of a run again and again, also while a broker that is not ours can't be asked.

import { unlessEnded } from "../local/process/unless-ended.ts";
import type { Account } from "../local/reconcile.ts";

/**
 * Gives nothing where the account can't be taken, or `ended` is aborted meanwhile. That it can't be taken any more, and
 * that it can again, is told once each. Never rejects.
 */
export function accountTaker(take: () => Promise<readonly Account[]>, note: (text: string) => void) {
  let isOut = false;
  return async (ended?: AbortSignal): Promise<readonly Account[] | undefined> => {
    try {
      const accounts = await (ended === undefined ? take() : unlessEnded(ended, take));
      if (isOut) note("the account can be taken again");
      isOut = false;
      return accounts;
    } catch (thrown) {
      if (isOut || ended?.aborted) return undefined;
      isOut = true;
      note(`the account can't be taken (${reasonOf(thrown as NodeJS.ErrnoException)}): trying again`);
      return undefined;
    }
  };
}

/** The client's word for a request that was cut off says little to whoever reads it. */
const reasonOf = ({ code, name }: NodeJS.ErrnoException): string =>
  name === "AbortError" ? "no answer" : (code ?? name);
