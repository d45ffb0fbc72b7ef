// What a queue should be, written as plainly as can be: one list that is looked through each time, and no cleverness.

/** A message as the reference holds it. */
export interface Held {
  readonly id: string;
  readonly group: string;
  /** Its own, wherever it goes: ids change where it is moved. */
  readonly body: string;
  readonly enqueuedAt: number;
  /** When its delay or its invisibility ends, or has ended. */
  readyAt: number;
  isOut: boolean;
  received: number;
  receivedHere: number;
  receivedAt: number;
  changes: number;
}

/** What can be set while the queue is in use. */
export interface Rules {
  retentionSeconds: number;
  delaySeconds: number;
  visibilitySeconds: number;
  readonly mostReceives?: number;
}

interface Remembered<Value> {
  readonly value: Value;
  readonly until: number;
}

const HOURS_12 = 12 * 3600 * 1000;
const MINUTES_5 = 300_000;

/** The reference of one queue. Faults are given by their codes; nothing is thrown. */
export function reference(isFifo: boolean, rules: Rules) {
  let held: Held[] = [];
  let purgedAt = Number.NEGATIVE_INFINITY;
  const sent = new Map<string, Remembered<string>>();
  const attempts = new Map<string, Remembered<readonly (readonly [Held, number, number])[]>>();
  const isReady = (each: Held, now: number): boolean => !each.isOut && each.readyAt <= now;

  /** What could be received now of one group, in order. */
  const openOf = (group: string, now: number): readonly Held[] => {
    const all = held.filter((each) => each.group === group);
    if (!isFifo) return all.filter((each) => isReady(each, now));
    const end = all.findIndex((each) => !isReady(each, now));
    return all.some(({ isOut }) => isOut) ? [] : all.slice(0, end === -1 ? all.length : end);
  };

  return {
    rules,
    openOf,
    groups: (): ReadonlySet<string> => new Set(held.map(({ group }) => group)),
    findBody: (body: string): Held | undefined => held.find((each) => each.body === body),
    find: (id: string): Held | undefined => held.find((each) => each.id === id),
    settle(now: number): void {
      held = held.filter(({ enqueuedAt }) => enqueuedAt + rules.retentionSeconds * 1000 > now);
      for (const each of held) if (each.isOut && each.readyAt <= now) each.isOut = false;
    },
    /** The id of the message of which this is a duplicate. */
    duplicateOf(key: string, now: number): string | undefined {
      const known = sent.get(key);
      return known !== undefined && known.until > now ? known.value : undefined;
    },
    enter(parts: Pick<Held, "id" | "group" | "body" | "enqueuedAt" | "readyAt" | "received">, key?: string): void {
      held.push({ ...parts, isOut: false, receivedHere: 0, receivedAt: 0, changes: 0 });
      if (key !== undefined) sent.set(key, { value: parts.id, until: parts.enqueuedAt + MINUTES_5 });
    },
    leave(id: string): void {
      held = held.filter((each) => each.id !== id);
    },
    /** What a receive under an attempt id has to give; nothing where it is a new one. */
    repeated(id: string, now: number, seconds: number): readonly Held[] | "InvalidParameterValue" | undefined {
      const known = attempts.get(id);
      if (known === undefined || known.until <= now) return undefined;
      if (known.value.some(([each, , changes]) => !held.includes(each) || each.changes !== changes))
        return "InvalidParameterValue";
      if (known.value.some(([each, received]) => !each.isOut || each.received !== received)) return undefined;
      return known.value.map(([each]) => {
        each.readyAt = Math.min(now + seconds * 1000, each.receivedAt + HOURS_12);
        return each;
      });
    },
    attempted(id: string, taken: readonly Held[], now: number): void {
      const value = taken.map((each) => [each, each.received, each.changes] as const);
      if (taken.length > 0) attempts.set(id, { value, until: now + MINUTES_5 });
    },
    delete(id: string, received: number): string | undefined {
      const each = held.find((other) => other.id === id);
      if (each === undefined) return undefined;
      const isLatest = each.received === received;
      if (isFifo && !(isLatest && each.isOut)) return "InvalidParameterValue";
      if (isLatest) held = held.filter((other) => other !== each);
      return undefined;
    },
    change(id: string, received: number, seconds: number, now: number): string | undefined {
      const each = held.find((other) => other.id === id);
      if (each === undefined || each.received !== received) return "InvalidParameterValue";
      if (!each.isOut) return "MessageNotInflight";
      if (now + seconds * 1000 - each.receivedAt > HOURS_12) return "InvalidParameterValue";
      each.changes++;
      each.readyAt = now + seconds * 1000;
      each.isOut = seconds > 0;
      return undefined;
    },
    purge(now: number): string | undefined {
      if (now - purgedAt < 60_000) return "PurgeQueueInProgress";
      purgedAt = now;
      held = [];
      return undefined;
    },
    /** The delay of a FIFO queue is for what is delayed already, too. */
    delay(seconds: number, now: number): void {
      if (isFifo && seconds !== rules.delaySeconds)
        for (const each of held) if (!each.isOut && each.readyAt > now) each.readyAt = each.enqueuedAt + seconds * 1000;
      rules.delaySeconds = seconds;
    },
    counts: (now: number) => ({
      visible: held.filter((each) => isReady(each, now)).length,
      inFlight: held.filter(({ isOut }) => isOut).length,
      delayed: held.filter((each) => !each.isOut && each.readyAt > now).length,
    }),
  };
}

/** The reference of one queue. */
export type Reference = ReturnType<typeof reference>;
