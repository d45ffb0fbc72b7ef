// The least of many without looking at all of them, whatever their order.

/** What stands in a heap knows where. */
interface Placed {
  index: number;
}

/** A binary heap from which anyone may leave: adding and removing take logarithmic time, and leave nothing. */
export interface Heap<Item extends Placed> {
  first(): Item | undefined;
  add(item: Item): void;
  /** To be called once per item of this heap. */
  remove(item: Item): void;
}

/** An empty heap. `step` is called once per item that is put anywhere. */
export function heap<Item extends Placed>(isBefore: (a: Item, b: Item) => boolean, step: () => void): Heap<Item> {
  const items: Item[] = [];

  const put = (item: Item, index: number): void => {
    step();
    items[index] = item;
    item.index = index;
  };
  const rise = (item: Item, from: number): void => {
    let index = from;
    for (;;) {
      const parent = index === 0 ? undefined : items[(index - 1) >> 1];
      if (parent === undefined || !isBefore(item, parent)) break;
      const above = parent.index;
      put(parent, index);
      index = above;
    }
    put(item, index);
  };
  const sink = (item: Item, from: number): void => {
    let index = from;
    for (;;) {
      const left = items[2 * index + 1];
      const right = items[2 * index + 2];
      const child = left !== undefined && right !== undefined && isBefore(right, left) ? right : left;
      if (child === undefined || !isBefore(child, item)) break;
      const below = child.index;
      put(child, index);
      index = below;
    }
    put(item, index);
  };

  return {
    first: () => items[0],
    add: (item) => rise(item, items.length),
    remove(item) {
      const last = items.pop();
      if (last === undefined || last === item) return;
      // The last one takes the hole; it may belong above or below it.
      sink(last, item.index);
      rise(last, last.index);
    },
  };
}
