// Whether every number of one shape is accepted by another: ranges and steps.

import type { Shape } from "../../core/shape.ts";
import { type Answer, every, FITS, misfit, stranger, undecided } from "./answer.ts";
import { numberOf } from "./node.ts";

interface Range {
  readonly low: number;
  readonly high: number;
  readonly isLowOpen: boolean;
  readonly isHighOpen: boolean;
}

/** Both are numbers by their type; a type that is left out on the second side is any. */
export function compareNumbers(before: Shape, after: Shape): Answer {
  const mine = rangeOf(before);
  if (mine.low > mine.high) return FITS;
  return every([whole(before, after, mine), inRange(mine, rangeOf(after)), inSteps(before, after)]);
}

/** True for a number that is within the range and the steps of a shape. */
export function holdsNumber(value: number, shape: Shape): boolean {
  const { low, high, isLowOpen, isHighOpen } = rangeOf(shape);
  const step = numberOf(shape, "multipleOf");
  return (
    (isLowOpen ? value > low : value >= low) &&
    (isHighOpen ? value < high : value <= high) &&
    (shape["type"] !== "integer" || Number.isInteger(value)) &&
    (step === undefined || Number.isInteger(value / step))
  );
}

const isWhole = (shape: Shape): boolean => {
  const step = numberOf(shape, "multipleOf");
  return shape["type"] === "integer" || (step !== undefined && Number.isInteger(step));
};

function whole(before: Shape, after: Shape, { low, high }: Range): Answer {
  if (after["type"] !== "integer" || isWhole(before)) return FITS;
  if (low === high) return Number.isInteger(low) ? FITS : stranger("a whole number was expected");
  return misfit("any number may come, a whole number was expected");
}

function inRange(mine: Range, theirs: Range): Answer {
  const isAbove = mine.low > theirs.low || (mine.low === theirs.low && (mine.isLowOpen || !theirs.isLowOpen));
  const isBelow = mine.high < theirs.high || (mine.high === theirs.high && (mine.isHighOpen || !theirs.isHighOpen));
  if (isAbove && isBelow) return FITS;
  const wanted = isAbove
    ? `${theirs.isHighOpen ? "less than" : "at most"} ${theirs.high}`
    : `${theirs.isLowOpen ? "more than" : "at least"} ${theirs.low}`;
  const isDisjoint = mine.low > theirs.high || mine.high < theirs.low;
  return (isDisjoint ? stranger : misfit)(`${spoken(mine)} may come, ${wanted} was expected`);
}

function spoken({ low, high, isLowOpen, isHighOpen }: Range): string {
  const from = low === Number.NEGATIVE_INFINITY ? "" : `${isLowOpen ? "more than" : "at least"} ${low}`;
  const to = high === Number.POSITIVE_INFINITY ? "" : `${isHighOpen ? "less than" : "at most"} ${high}`;
  return from === "" && to === "" ? "any number" : [from, to].filter((side) => side !== "").join(" and ");
}

function inSteps(before: Shape, after: Shape): Answer {
  const wanted = numberOf(after, "multipleOf");
  const mine = numberOf(before, "multipleOf") ?? (before["type"] === "integer" ? 1 : undefined);
  if (wanted === undefined || (mine !== undefined && Number.isInteger(mine / wanted))) return FITS;
  const { low, high } = rangeOf(before);
  const why = `a multiple of ${wanted} was expected`;
  return Number.isFinite(low) && Number.isFinite(high) && high - low < wanted * 2 ? undecided(why) : misfit(why);
}

/** Of whole numbers, from the first to the last that there is. */
function rangeOf(shape: Shape): Range {
  const least = numberOf(shape, "minimum") ?? Number.NEGATIVE_INFINITY;
  const most = numberOf(shape, "maximum") ?? Number.POSITIVE_INFINITY;
  const above = numberOf(shape, "exclusiveMinimum") ?? Number.NEGATIVE_INFINITY;
  const below = numberOf(shape, "exclusiveMaximum") ?? Number.POSITIVE_INFINITY;
  if (shape["type"] === "integer")
    return {
      low: Math.max(Math.ceil(least), Math.floor(above) + 1),
      high: Math.min(Math.floor(most), Math.ceil(below) - 1),
      isLowOpen: false,
      isHighOpen: false,
    };
  return {
    low: Math.max(least, above),
    high: Math.min(most, below),
    isLowOpen: Number.isFinite(above) && above >= least,
    isHighOpen: Number.isFinite(below) && below <= most,
  };
}
