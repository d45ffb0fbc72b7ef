// When a function holds more memory than it was given, and what is said of it.

const MIB = 1_048_576;

/**
 * What a process of ours holds beyond the same function in the cloud, in MiB: the thread that watches it, and Node's own
 * reader of TypeScript. Measured: 95 to 101 for a function that does nothing, of which Lambda counts some 75.
 */
export const OWN_MB = 24;

/** The part of the memory that the heap of V8 may take, so that it is swept before the limit strikes. Ours. */
const HEAP_SHARE = 0.9;

/** One line, in the words of Google's log, where `residentBytes` are more than the limit; else nothing. */
export function overMemory(memoryMb: number, residentBytes: number): string | undefined {
  const usedMb = Math.ceil(residentBytes / MIB) - OWN_MB;
  return usedMb > memoryMb ? `Memory limit of ${memoryMb} MiB exceeded with ${usedMb} MiB used.` : undefined;
}

/** What Node is started with, so that its heap knows of the limit; nothing without one. */
export const heapFlags = (memoryMb: number | undefined): readonly string[] =>
  memoryMb === undefined ? [] : [`--max-old-space-size=${Math.floor(memoryMb * HEAP_SHARE)}`];

/** The limit that `startChild` has put on a child's command line, or the child on its thread's. */
export const memoryGiven = ([, , word]: readonly string[]): number | undefined =>
  word === undefined || word === "" ? undefined : Number(word);
