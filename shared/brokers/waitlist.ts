// Who waits for a request: entries by lane, a lane locked while its entries are on their way. Pure bookkeeping.

/** One entry that waits; `bytes` is its share of a request, `company` the most entries that may travel with it. */
export interface Waiting {
  readonly bytes: number;
  readonly company: number;
}

/** How requests are filled. */
export interface Packing {
  readonly maxEntries: number;
  readonly maxBytes: number;
  /**
   * `alone`: entries of one lane never share a request, since it can fail in its middle. `together`: a request holds
   * entries of one lane only, or only entries without one, and is all or nothing.
   */
  readonly lanes: "alone" | "together";
}

/** A line of entries. Where it is `ordered`, nothing may overtake, and what is cut takes along all behind it. */
export interface WaitingLane<Item> {
  readonly key: string | undefined;
  readonly ordered: boolean;
  readonly items: Item[];
}

/** What was taken for one request: each item with the lane that it came from. */
export type Taken<Item> = readonly { readonly item: Item; readonly lane: WaitingLane<Item> }[];

/** Entries of one target. An ordered lane gives nothing until `release` or `putBack` has ended its last request. */
export function waitlist<Item extends Waiting>({ maxEntries, maxBytes, lanes: mode }: Packing) {
  const keyed = new Map<string, WaitingLane<Item>>();
  const unordered = newLane<Item>(undefined);
  // Lanes that may give, the longest waiting first: a lane that has given goes to the end.
  const ready = new Set<WaitingLane<Item>>();
  let size = 0;

  const add = (item: Item, key: string | undefined): void => {
    const known = key === undefined ? unordered : keyed.get(key);
    const lane = known ?? newLane<Item>(key);
    lane.items.push(item);
    size++;
    if (key !== undefined && known === undefined) keyed.set(key, lane);
    if (known === undefined || lane === unordered) ready.add(lane);
  };

  const takeFrom = (lane: WaitingLane<Item>, taken: { item: Item; lane: WaitingLane<Item> }[], most: number): void => {
    let bytes = taken.reduce((sum, { item }) => sum + item.bytes, 0);
    let company = Math.min(maxEntries, ...taken.map(({ item }) => item.company));
    for (let left = most; left > 0; left--) {
      const item = lane.items[0];
      if (item === undefined) return;
      company = Math.min(company, item.company);
      // The first always goes, however large: a request of one is the provider's to judge.
      if (taken.length > 0 && (taken.length >= company || bytes + item.bytes > maxBytes)) return;
      lane.items.shift();
      size--;
      bytes += item.bytes;
      taken.push({ item, lane });
    }
  };

  const forget = ({ key }: WaitingLane<Item>): void => {
    if (key !== undefined) keyed.delete(key);
  };

  /** Fills the next request; empty where nothing may go. Lanes that gave are locked, but for the unordered one. */
  const next = (): Taken<Item> => {
    const taken: { item: Item; lane: WaitingLane<Item> }[] = [];
    for (const lane of ready) {
      if (taken.length >= maxEntries || (mode === "together" && taken.length > 0)) break;
      const before = taken.length;
      takeFrom(lane, taken, mode === "alone" && lane.ordered ? 1 : maxEntries);
      if (taken.length === before && lane.items.length > 0) continue;
      ready.delete(lane);
      if (lane.ordered && taken.length === before) forget(lane);
      // An unordered lane is never locked: what it still holds may follow in the very next request.
      if (lane.ordered || lane.items.length === 0) continue;
      ready.add(lane);
      break;
    }
    return taken;
  };

  /** Unlocks a lane after its request; one that is empty is forgotten, so keys cost nothing once they are through. */
  const release = (lane: WaitingLane<Item>): void => {
    if (lane.items.length > 0) ready.add(lane);
    else forget(lane);
  };

  /** Puts items in front again, in their order, without unlocking the lane: `release` does, when it is time. */
  const putBack = (items: readonly Item[], lane: WaitingLane<Item>): void => {
    lane.items.unshift(...items);
    size += items.length;
  };

  /** A lane of their own for unordered items that must pause: locked until `release`. */
  const setAside = (items: readonly Item[]): WaitingLane<Item> => {
    const lane = newLane<Item>(undefined);
    putBack(items, lane);
    return lane;
  };

  /** Takes out what matches; from an ordered lane also all that waits behind the first match. */
  const cut = (matches: (item: Item) => boolean, lanes: Iterable<WaitingLane<Item>>): readonly Item[] =>
    [...lanes].flatMap((lane) => {
      const first = lane.items.findIndex(matches);
      if (first < 0) return [];
      const gone = lane.ordered ? lane.items.slice(first) : lane.items.filter(matches);
      const left = lane.ordered ? lane.items.slice(0, first) : lane.items.filter((item) => !matches(item));
      lane.items.splice(0, lane.items.length, ...left);
      size -= gone.length;
      return gone;
    });

  const all = (): Iterable<WaitingLane<Item>> => new Set([unordered, ...keyed.values(), ...ready]);

  return { add, next, release, putBack, setAside, cut, all, size: () => size };
}

const newLane = <Item>(key: string | undefined): WaitingLane<Item> => ({ key, ordered: key !== undefined, items: [] });
