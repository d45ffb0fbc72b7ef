// Whether every list of one shape is accepted by another: how long it is, and what stands at each place.

import type { Node, Shape } from "../../core/shape.ts";
import { type Answer, every, FITS, misfit, partly, stranger, within } from "./answer.ts";
import { nodes, numberOf, takesNothing } from "./node.ts";
import type { Compare } from "./objects.ts";

interface Places {
  readonly first: readonly Node[];
  readonly rest: Node;
  readonly least: number;
  readonly most: number;
}

/** Both are lists by their type. */
export function compareLists(before: Shape, after: Shape, compare: Compare): Answer {
  const [mine, theirs] = [placesOf(before), placesOf(after)];
  const told = Math.max(mine.first.length, theirs.first.length);
  const items = Array.from({ length: Math.min(told, mine.most) }, (_, at) => {
    const answer = within(`[${at}]`, compare(mine.first[at] ?? mine.rest, theirs.first[at] ?? theirs.rest));
    return at < mine.least ? answer : partly(answer);
  });
  const rest = mine.most > told ? [within("[*]", compare(mine.rest, theirs.rest))] : [];
  return every([lengths(mine, theirs), ...items, ...rest.map(mine.least > told ? same : partly)]);
}

const same = (answer: Answer): Answer => answer;

function placesOf(shape: Shape): Places {
  const first = nodes(shape, "prefixItems");
  const rest = (shape["items"] ?? true) as Node;
  const longest = takesNothing(rest) ? first.length : Number.POSITIVE_INFINITY;
  return {
    first,
    rest,
    least: numberOf(shape, "minItems") ?? 0,
    most: Math.min(numberOf(shape, "maxItems") ?? Number.POSITIVE_INFINITY, longest),
  };
}

function lengths(mine: Places, theirs: Places): Answer {
  if (mine.most < theirs.least) return stranger(`${mine.most} entries may come at most, ${theirs.least} were expected`);
  if (mine.least < theirs.least)
    return misfit(`a list of ${mine.least} may come, at least ${theirs.least} entries were expected`);
  if (mine.most <= theirs.most) return FITS;
  const longest = Number.isFinite(mine.most) ? `a list of ${mine.most}` : "a list of any length";
  return misfit(`${longest} may come, at most ${theirs.most} entries were expected`);
}
