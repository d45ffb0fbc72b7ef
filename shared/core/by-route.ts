// Which target a message goes to by its content: the first branch that takes it.

import type { Transform } from "./ports.ts";
import type { Choose } from "./to-one.ts";

/** One branch of a route: `keep` lets pass what the branch takes, and where it is absent the branch takes everything. */
export interface Branch {
  readonly keep?: Transform;
  readonly target: number;
}

/** The target of the first branch that takes the message, or none. Throws for a message that a branch before it can't judge. */
export const byRoute =
  (branches: readonly Branch[]): Choose =>
  (message) => {
    const first = branches.find(({ keep }) => keep === undefined || keep(message).length > 0);
    return first === undefined ? [] : [first.target];
  };
