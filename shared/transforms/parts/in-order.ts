// Several steps as one.

import type { Transform } from "../../core/ports.ts";

/** Steps as one, in their order: what one drops or splits, the next never sees or sees apart. Without any, the very message. */
export const inOrder = (steps: readonly Transform[]): Transform => {
  const [only, ...more] = steps;
  if (only === undefined) return (message) => [message];
  if (more.length === 0) return only;
  return (message) =>
    steps.reduce((messages, step) => messages.flatMap(step), [message] as readonly (typeof message)[]);
};
