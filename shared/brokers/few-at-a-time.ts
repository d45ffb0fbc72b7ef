// Work on a list, a few items at a time: as fast as that goes, and no fuller in memory than it has to be.

/** What `work` gives for each item, in the order of the items. `work` never rejects. */
export async function fewAtATime<Item, Value>(
  items: readonly Item[],
  few: number,
  work: (item: Item) => Promise<Value>,
): Promise<readonly Value[]> {
  const done: Value[] = [];
  const waiting = items.entries();
  const worker = async () => {
    for (const [at, item] of waiting) done[at] = await work(item);
  };
  await Promise.all(Array.from({ length: few }, worker));
  return done;
}
