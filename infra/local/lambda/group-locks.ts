// Keeps two batches of one message group apart, also where the first has outlived its visibility timeout.

/** Which groups are in a function's hands. */
export interface GroupLocks {
  /** Resolves when none of the groups is held by another, and holds them until the function given back is called. */
  hold(groups: ReadonlySet<string>): Promise<() => void>;
}

/** Nobody holds one group while it waits for another, so waiting always ends. */
export function groupLocks(): GroupLocks {
  const held = new Map<string, Promise<void>>();
  return {
    async hold(groups) {
      const blockers = () => [...groups].flatMap((group) => held.get(group) ?? []);
      for (let waiting = blockers(); waiting.length > 0; waiting = blockers()) await Promise.all(waiting);
      const { promise, resolve } = Promise.withResolvers<void>();
      for (const group of groups) held.set(group, promise);
      return () => {
        for (const group of groups) held.delete(group);
        resolve();
      };
    },
  };
}
