// Who is next in a FIFO queue: strict order within a message group, and a group is locked while any of it is in flight.

import { type Chain, chain, type Spot } from "./chain.ts";
import type { Line } from "./line.ts";
import type { Entry } from "./message.ts";

interface Group {
  readonly name: string;
  /** All of the group that is not in flight, by sequence. */
  readonly waiting: Chain<Entry>;
  inFlight: number;
  /** Its place among the open groups; absent while it is locked, empty or its first message is delayed. */
  open: Spot<Group> | undefined;
}

/**
 * The line of a FIFO queue. A receive takes as many as it can of one group before it goes to the next, as
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html says.
 * Groups take turns. An empty group is forgotten.
 */
export function fifoLine(step: () => void): Line {
  const groups = new Map<string, Group>();
  const open = chain<Group>();
  const groupOf = (entry: Entry): Group => {
    const name = entry.message.groupId ?? "";
    const known = groups.get(name);
    if (known !== undefined) return known;
    const group: Group = { name, waiting: chain(), inFlight: 0, open: undefined };
    groups.set(name, group);
    return group;
  };
  const review = (group: Group): void => {
    const first = group.waiting.first();
    const isOpen = group.inFlight === 0 && first?.value.state === "ready";
    if (isOpen && group.open === undefined) group.open = open.push(group);
    if (!isOpen && group.open !== undefined) {
      open.remove(group.open);
      group.open = undefined;
    }
    if (first === undefined && group.inFlight === 0) groups.delete(group.name);
  };
  return {
    join(entry) {
      const group = groupOf(entry);
      entry.spot = group.waiting.push(entry);
      review(group);
    },
    show(entry) {
      const group = groupOf(entry);
      if (entry.spot === undefined) {
        group.inFlight--;
        standBack(group.waiting, entry, step);
      }
      review(group);
    },
    take(limit) {
      const taken: Entry[] = [];
      for (let next = open.first(); next !== undefined && taken.length < limit; next = open.first()) {
        const group = next.value;
        taken.push(...takeFrom(group, limit - taken.length, step));
        review(group);
      }
      return taken;
    },
    leave(entry) {
      const group = groupOf(entry);
      if (entry.spot === undefined) group.inFlight--;
      else group.waiting.remove(entry.spot);
      entry.spot = undefined;
      review(group);
    },
    hasNext: () => open.first() !== undefined,
  };
}

/** Puts a message back before all that came after it. Only others of its own receive can stand before it: few steps. */
function standBack(waiting: Chain<Entry>, entry: Entry, step: () => void): void {
  let next = waiting.first();
  while (next !== undefined && next.value.sequence < entry.sequence) {
    step();
    next = next.after;
  }
  entry.spot = waiting.insert(entry, next);
}

function takeFrom(group: Group, limit: number, step: () => void): Entry[] {
  const taken: Entry[] = [];
  for (let next = group.waiting.first(); next?.value.state === "ready" && taken.length < limit; ) {
    step();
    group.waiting.remove(next);
    next.value.spot = undefined;
    group.inFlight++;
    taken.push(next.value);
    next = group.waiting.first();
  }
  return taken;
}
