// Problems as lines for a person: all of them where they can be read, the worst of them where there are too many.

import { describeProblem, type Problem } from "../../shared/core/errors.ts";

/** How many problems a person is shown at once. Ours: more than a screen is not read. */
const MOST = 50;

const RANK: Readonly<Record<Problem["severity"], number>> = { error: 0, warning: 1, note: 2 };

/** In the order given; where there are too many, errors before the rest, and a line that counts what is left out. */
export function problemLines(problems: readonly Problem[]): readonly string[] {
  const chosen = new Set(problems.toSorted((left, right) => RANK[left.severity] - RANK[right.severity]).slice(0, MOST));
  const lines = problems.filter((problem) => chosen.has(problem)).map(describeProblem);
  const more = problems.length - chosen.size;
  return more <= 0
    ? lines
    : [...lines, `and ${more.toLocaleString("en-US")} more: see all of them with npx hopspan check --json`];
}
