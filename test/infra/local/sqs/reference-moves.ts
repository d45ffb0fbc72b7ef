// What a task that moves dead letters should do, step by step: which message is moved is seen, whether it may be is checked.

import { expect } from "vitest";
import type { Reference } from "./reference.ts";

/** One move as the engine tells of it. */
export interface Moved {
  readonly id: string;
  readonly body: string;
  readonly at: number;
}

/** The tasks from one queue to another, one at a time. */
export function referenceMoves(dead: Reference, main: Reference) {
  let task: { readonly startedAt: number; readonly perSecond: number; left: number; moved: number } | undefined;
  const isOpen = (now: number): boolean => [...dead.groups()].some((group) => dead.openOf(group, now).length > 0);
  return {
    /** Whether one can be started: one runs at a time. */
    start(now: number, perSecond: number): string | undefined {
      if (task !== undefined) return "InvalidParameterValue";
      const left = dead.counts(now).visible;
      if (left > 0) task = { startedAt: now, perSecond, left, moved: 0 };
      return undefined;
    },
    /** All that was to be moved by now was, each at its time, and nothing else. */
    follow(moves: readonly Moved[], now: number): void {
      const rest = [...moves];
      while (task !== undefined) {
        const at = task.startedAt + Math.ceil(((task.moved + 1) * 1000) / task.perSecond);
        if (at > now) break;
        dead.settle(at);
        if (!isOpen(at)) task = undefined;
        else if (step(rest.shift(), at) === task.left) task = undefined;
      }
      expect(rest).toEqual([]);
    },
  };

  function step(move: Moved | undefined, at: number): number {
    const each = dead.findBody(move?.body ?? "");
    expect([move?.at, each !== undefined && dead.openOf(each.group, at).includes(each)]).toEqual([at, true]);
    if (move === undefined || each === undefined || task === undefined) return 0;
    dead.leave(each.id);
    const { group, body } = each;
    const readyAt = at + main.rules.delaySeconds * 1000;
    main.enter({ id: move.id, group, body, enqueuedAt: at, readyAt, received: 0 });
    return ++task.moved;
  }
}
