// Whether a target is up: what stands in front of it asks here, and writes down what it has let through and refused.

/** Open at first. All requests are counted. */
export interface Gate {
  /** Begins to refuse. Resolves once nothing is on its way any more that was let through before. */
  shut(): Promise<void>;
  open(): void;
  /** How many requests were refused so far. */
  refused(): number;
}

/** What the front does with a request: lets it through, or refuses it in one of several ways, by its number. */
export interface Turnstile {
  pass<Answer>(letThrough: () => Promise<Answer>, refuse: (number: number) => Answer): Promise<Answer>;
}

export function gate(): Gate & Turnstile {
  const onTheWay = new Set<Promise<unknown>>();
  let isShut = false;
  let refusals = 0;
  return {
    async shut() {
      isShut = true;
      await Promise.allSettled(onTheWay);
    },
    open() {
      isShut = false;
    },
    refused: () => refusals,
    async pass(letThrough, refuse) {
      if (isShut) return refuse(refusals++);
      const passing = letThrough();
      onTheWay.add(passing);
      return passing.finally(() => onTheWay.delete(passing));
    },
  };
}
