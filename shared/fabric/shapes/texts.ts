// Whether every text of one shape is accepted by another: lengths, patterns, formats.

import { z } from "zod";
import { MOMENT, type Shape } from "../../core/shape.ts";
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

/** Ours: patterns with flags, which JSON Schema can't say, as a list of `Pattern`. */
export const FLAGGED = "x-flagged";

/** Ours: the formats of which the patterns don't say all, as a list of names; where it is absent, `format` may be one. */
export const FORMATS = "x-formats";

/** A regular expression in its two parts. */
export interface Pattern {
  readonly source: string;
  readonly flags: string;
}

/** Both are texts by their type. */
export function compareTexts(before: Shape, after: Shape): Answer {
  return every([lengths(before, after), patterns(before, after), formats(before, after)]);
}

/** Whether a text is accepted; undefined where only its format could tell. Zod counts code points, as JSON Schema does. */
export function holdsText(text: string, shape: Shape): boolean | undefined {
  const length = [...text].length;
  const fits =
    length >= (numberOf(shape, "minLength") ?? 0) &&
    length <= (numberOf(shape, "maxLength") ?? Number.POSITIVE_INFINITY) &&
    patternsOf(shape).every((pattern) => isMatch(pattern, text));
  if (!fits) return false;
  return formatsOf(shape).length === 0 ? true : undefined;
}

const isMatch = ({ source, flags }: Pattern, text: string): boolean => new RegExp(source, flags).test(text);

/** Zod writes several patterns as a list of schemas with a pattern each. */
function patternsOf(shape: Shape): readonly Pattern[] {
  const sources = [shape, ...nodes(shape, "allOf")].flatMap((node) =>
    typeof node === "object" ? (textOf(node, "pattern") ?? []) : [],
  );
  const flagged = Array.isArray(shape[FLAGGED]) ? (shape[FLAGGED] as readonly Pattern[]) : [];
  const moment = shape[MOMENT] === true ? [UTC_TIME] : [];
  return [...[...sources, ...moment].map((source) => ({ source, flags: "" })), ...flagged];
}

/** Zod's own pattern of what `timestamp` writes. */
const UTC_TIME = z.core.regexes.datetime({}).source;

const formatOf = (shape: Shape): string | undefined => {
  const format = textOf(shape, "format");
  return format === undefined || NO_FORMATS.has(format) ? undefined : format;
};

/** What the patterns don't say. */
function formatsOf(shape: Shape): readonly string[] {
  if (Array.isArray(shape[FORMATS])) return shape[FORMATS];
  const format = formatOf(shape);
  return format === undefined || patternsOf(shape).length > 0 ? [] : [format];
}

const isFree = (shape: Shape): boolean => patternsOf(shape).length === 0 && formatsOf(shape).length === 0;

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
  const open = patternsOf(after).filter((pattern) => !known.some((one) => isWider(pattern, one)));
  const [first] = open;
  if (first === undefined) return FITS;
  const format = formatOf(after);
  const matched = first.flags === "" ? first.source : `/${first.source}/${first.flags}`;
  const why = format === undefined ? `text that matches ${matched} was expected` : `text as ${format} was expected`;
  if (!isFree(before)) return undecided(`${why}, and what comes is said in another way`);
  return open.some((pattern) => someMiss(pattern, before)) ? misfit(why) : undecided(why);
}

/** The same, or zod's pattern of a date-time in UTC, and the same where an offset may stand in the place of its Z. */
const isWider = (pattern: Pattern, known: Pattern): boolean =>
  pattern.flags === known.flags &&
  (pattern.source === known.source ||
    (known.source.endsWith("(?:Z))$") && pattern.source.startsWith(`${known.source.slice(0, -"))$".length)}|`)));

/** Texts of which a pattern that means anything refuses one. */
function someMiss(pattern: Pattern, before: Shape): boolean {
  const least = numberOf(before, "minLength") ?? 0;
  const most = numberOf(before, "maxLength") ?? Number.POSITIVE_INFINITY;
  const tries = ["", "a", "A", "0", " ", "~", "\n"].map((text) => (text === "" ? "" : text.repeat(Math.max(least, 1))));
  return tries.some((text) => text.length >= least && text.length <= most && !isMatch(pattern, text));
}

function formats(before: Shape, after: Shape): Answer {
  const known = formatsOf(before);
  const [open] = formatsOf(after).filter((format) => !known.includes(format));
  if (open === undefined) return FITS;
  const why = `text as ${open} was expected`;
  const isAny = isFree(before) && (numberOf(before, "minLength") ?? 0) === 0 && numberOf(before, "maxLength") !== 0;
  return isAny ? misfit(why) : undecided(why);
}
