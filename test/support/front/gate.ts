// Whether a target is up: what stands in front of it asks here, and writes down what it has let through and refused.

/** Open at first. */
export interface Gate {
  /**
   * Begins to refuse those requests for whose number `which` is true, counted from 0: all of them where absent. Resolves
   * once nothing is on its way any more that was let through before.
   */
  shut(which?: (number: number) => boolean): Promise<void>;
  open(): void;
  /** How many requests were refused so far. */
  refused(): number;
}

/** What the front does with a request: lets it through, or refuses it in one of several ways, by a number that counts up. */
export interface Turnstile {
  pass<Answer>(letThrough: () => Promise<Answer>, refuse: (number: number) => Answer): Promise<Answer>;
}

export function gate(): Gate & Turnstile {
  const onTheWay = new Set<Promise<unknown>>();
  let isRefused = (_: number): boolean => false;
  let requests = 0;
  let refusals = 0;
  return {
    async shut(which = () => true) {
      const before = [...onTheWay];
      requests = 0;
      isRefused = which;
      await Promise.allSettled(before);
    },
    open() {
      isRefused = () => false;
    },
    refused: () => refusals,
    async pass(letThrough, refuse) {
      if (isRefused(requests++)) return refuse(refusals++);
      const passing = letThrough();
      onTheWay.add(passing);
      return passing.finally(() => onTheWay.delete(passing));
    },
  };
}
