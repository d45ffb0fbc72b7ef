// Whether every text of one shape is accepted by another: lengths, patterns, formats.

import type { Shape } from "../../core/shape.ts";
import { type Answer, every, FITS, misfit, undecided } from "./answer.ts";
import { nodes, numberOf, textOf } from "./node.ts";

/** What zod names as a format, though its pattern says all of it. */
const NO_FORMATS: ReadonlySet<string> = new Set([
  "regex",
  "starts_with",
  "ends_with",
  "includes",
  "lowercase",
  "uppercase",
]);

/** Ours, in the place of a format: a pattern that JSON Schema can't say, since it has flags. */
export const FLAGGED = "x-flagged";

/** Where zod looks further than the pattern says. */
const BEYOND_PATTERN: ReadonlySet<string> = new Set(["base64", "base64url", "jwt", "ipv6", "cidrv6"]);

/** Both are texts by their type. */
export function compareTexts(before: Shape, after: Shape): Answer {
  return every([lengths(before, after), patterns(before, after), formats(before, after)]);
}

/** Whether a text is accepted; undefined where only its format could tell. */
export function holdsText(text: string, shape: Shape): boolean | undefined {
  const fits =
    text.length >= (numberOf(shape, "minLength") ?? 0) &&
    text.length <= (numberOf(shape, "maxLength") ?? Number.POSITIVE_INFINITY) &&
    patternsOf(shape).every((pattern) => new RegExp(pattern).test(text));
  if (!fits) return false;
  const format = formatOf(shape);
  return format === undefined || isPatternEnough(shape, format) ? true : undefined;
}

/** Zod writes several patterns as a list of schemas with a pattern each. */
const patternsOf = (shape: Shape): readonly string[] =>
  [shape, ...nodes(shape, "allOf")].flatMap((node) =>
    typeof node === "object" ? (textOf(node, "pattern") ?? []) : [],
  );

const formatOf = (shape: Shape): string | undefined => {
  const format = textOf(shape, "format");
  return format === undefined || NO_FORMATS.has(format) ? undefined : format;
};

const isPatternEnough = (shape: Shape, format: string): boolean =>
  patternsOf(shape).length > 0 && !BEYOND_PATTERN.has(format);

const isFree = (shape: Shape): boolean => patternsOf(shape).length === 0 && formatOf(shape) === undefined;

function lengths(before: Shape, after: Shape): Answer {
  const [least, wantedLeast] = [numberOf(before, "minLength") ?? 0, numberOf(after, "minLength") ?? 0];
  const most = numberOf(before, "maxLength") ?? Number.POSITIVE_INFINITY;
  const wantedMost = numberOf(after, "maxLength") ?? Number.POSITIVE_INFINITY;
  const doubt = isFree(before) ? misfit : undecided;
  if (least < wantedLeast) return doubt(`text of ${least} characters may come, at least ${wantedLeast} were expected`);
  if (most <= wantedMost) return FITS;
  const longest = Number.isFinite(most) ? `text of ${most} characters` : "text of any length";
  return doubt(`${longest} may come, at most ${wantedMost} were expected`);
}

function patterns(before: Shape, after: Shape): Answer {
  const known = patternsOf(before);
  const open = patternsOf(after).filter((pattern) => !known.some((one) => one === pattern || isWider(pattern, one)));
  if (open.length === 0) return FITS;
  const format = formatOf(after);
  const why = format === undefined ? `text that matches ${open[0]} was expected` : `text as ${format} was expected`;
  if (!isFree(before)) return undecided(`${why}, and what comes is said in another way`);
  return open.some((pattern) => someMiss(pattern, before)) ? misfit(why) : undecided(why);
}

/** Zod's pattern of a date-time in UTC, and the same where an offset may stand in the place of its Z. */
const isWider = (pattern: string, known: string): boolean =>
  known.endsWith("(?:Z))$") && pattern.startsWith(`${known.slice(0, -"))$".length)}|`);

/** Texts of which a pattern that means anything refuses one. */
function someMiss(pattern: string, before: Shape): boolean {
  const least = numberOf(before, "minLength") ?? 0;
  const most = numberOf(before, "maxLength") ?? Number.POSITIVE_INFINITY;
  const tries = ["", "a", "A", "0", " ", "~", "\n"].map((text) => (text === "" ? "" : text.repeat(Math.max(least, 1))));
  return tries.some((text) => text.length >= least && text.length <= most && !new RegExp(pattern).test(text));
}

function formats(before: Shape, after: Shape): Answer {
  const [mine, wanted] = [formatOf(before), formatOf(after)];
  if (wanted === undefined || wanted === FLAGGED || mine === wanted || isPatternEnough(after, wanted)) return FITS;
  const why = `text as ${wanted} was expected`;
  return isFree(before) && (numberOf(before, "minLength") ?? 0) === 0 ? misfit(why) : undecided(why);
}
