// Entries by their sequence: mostly touched in order, so neighbours lie together, and a million of them cost what few do.

import type { Entry } from "./entry.ts";

/** So many entries lie together; the last one that is left of them holds on to so many places. */
const TOGETHER = 128;

/** The entries that have not left a subscription. */
export interface EntryTable {
  readonly size: number;
  get(sequence: number): Entry | undefined;
  /** Enters one that is not there, by its own sequence. */
  add(entry: Entry): void;
  /** Nothing happens where it is not there. */
  delete(sequence: number): void;
}

/** Nothing yet. Every operation takes constant time, and what has left leaves nothing. */
export function entryTable(): EntryTable {
  const blocks = new Map<number, { count: number; readonly entries: (Entry | undefined)[] }>();
  const blockOf = (sequence: number): number => Math.floor(sequence / TOGETHER);
  let size = 0;
  return {
    get size() {
      return size;
    },
    get: (sequence) => blocks.get(blockOf(sequence))?.entries[sequence % TOGETHER],
    add(entry) {
      const number = blockOf(entry.sequence);
      let block = blocks.get(number);
      if (block === undefined) {
        block = { count: 0, entries: new Array(TOGETHER).fill(undefined) };
        blocks.set(number, block);
      }
      block.entries[entry.sequence % TOGETHER] = entry;
      block.count++;
      size++;
    },
    delete(sequence) {
      const number = blockOf(sequence);
      const block = blocks.get(number);
      if (block?.entries[sequence % TOGETHER] === undefined) return;
      block.entries[sequence % TOGETHER] = undefined;
      size--;
      if (--block.count === 0) blocks.delete(number);
    },
  };
}
