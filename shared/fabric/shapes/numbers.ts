// Whether every number of one shape is accepted by another: ranges and steps.

import { z } from "zod";
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
  return every([whole(before, after, mine), inRange(before, mine, rangeOf(after)), inSteps(before, after)]);
}

/** True for a number that is within the range and the steps of a shape. */
export function holdsNumber(value: number, shape: Shape): boolean {
  const { low, high, isLowOpen, isHighOpen } = rangeOf(shape);
  const step = numberOf(shape, "multipleOf");
  return (
    (isLowOpen ? value > low : value >= low) &&
    (isHighOpen ? value < high : value <= high) &&
    (shape["type"] !== "integer" || Number.isInteger(value)) &&
    (step === undefined || isMultiple(value, step))
  );
}

/** As zod has it, which forgives what doubles can't hold: 19.99 is a multiple of 0.01, and so is what is next to it. */
const isMultiple = (value: number, step: number): boolean => z.core.util.floatSafeRemainder(value, step) === 0;

function whole(before: Shape, after: Shape, { low, high }: Range): Answer {
  if (after["type"] !== "integer" || before["type"] === "integer") return FITS;
  const why = "any number may come, a whole number was expected";
  // What is all but a multiple of ten is one to zod, and not whole.
  if (numberOf(before, "multipleOf") !== undefined) return undecided(why);
  if (low === high) return Number.isInteger(low) ? FITS : stranger("a whole number was expected");
  return misfit(why);
}

function inRange(before: Shape, mine: Range, theirs: Range): Answer {
  const isAbove = isLowWithin(mine, theirs);
  const isBelow = isHighWithin(mine, theirs);
  if (isAbove && isBelow) return FITS;
  const wanted = isAbove
    ? `${theirs.isHighOpen ? "less than" : "at most"} ${theirs.high}`
    : `${theirs.isLowOpen ? "more than" : "at least"} ${theirs.low}`;
  const why = `${spoken(mine)} may come, ${wanted} was expected`;
  if (mine.low > theirs.high || mine.high < theirs.low) return stranger(why);
  return isReached(before, mine, theirs) ? misfit(why) : undecided(why);
}

const isLowWithin = (mine: Range, theirs: Range): boolean =>
  mine.low > theirs.low || (mine.low === theirs.low && (mine.isLowOpen || !theirs.isLowOpen));

const isHighWithin = (mine: Range, theirs: Range): boolean =>
  mine.high < theirs.high || (mine.high === theirs.high && (mine.isHighOpen || !theirs.isHighOpen));

/** Whether there is a step in that part of a range which is outside of the other. */
function isReached(before: Shape, mine: Range, theirs: Range): boolean {
  const step = numberOf(before, "multipleOf");
  if (step === undefined) return true;
  const low = Math.ceil(mine.low / step + (mine.isLowOpen ? 1e-9 : -1e-9)) * step;
  const high = Math.floor(mine.high / step + (mine.isHighOpen ? -1e-9 : 1e-9)) * step;
  const stepped = { low, high, isLowOpen: false, isHighOpen: false };
  return low <= high && !(isLowWithin(stepped, theirs) && isHighWithin(stepped, theirs));
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
  const isNear = mine !== undefined && isMultiple(mine, wanted);
  return isNear || high - low < Math.max(wanted, mine ?? 0) * 2 ? undecided(why) : misfit(why);
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
