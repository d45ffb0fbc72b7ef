// The few kinds of rule that refusals are made of; a value that is unknown yet is never refused.

import { type Found, isValues, type Value, type Values, valuesAt, written } from "../schema/value.ts";
import type { Complaint, Rule } from "./knowledge.ts";

type Refuse<T> = (value: T) => string | undefined;

const each =
  <T extends Value>(path: string, is: (value: Value) => value is T, refuse: Refuse<T>): Rule =>
  (values) =>
    valuesAt(values, path).flatMap(({ at, value }: Found): readonly Complaint[] => {
      const words = is(value) ? refuse(value) : undefined;
      return words === undefined ? [] : [{ at, words }];
    });

const isText = (value: Value): value is string => typeof value === "string";
const isNumber = (value: Value): value is number => typeof value === "number";
const size = (value: Value): number => (typeof value === "object" && value !== null ? Object.keys(value).length : 0);

/** A number from `least` to `most`. */
export const between = (path: string, least: number, most: number): Rule =>
  each(path, isNumber, (value) =>
    value >= least && value <= most ? undefined : `expected ${least} to ${most}, got ${value}`,
  );

/** A duration in seconds, as `600s`, from `least` to `most`; `never` is a text that stands for no end. */
export const seconds = (path: string, least: number, most: number, never?: string): Rule =>
  each(path, isText, (value) => {
    if (value === never) return undefined;
    const [, amount] = /^(\d+(?:\.\d{1,9})?)s$/.exec(value) ?? [];
    if (amount === undefined) return `expected seconds, as "600s", got "${value}"`;
    return Number(amount) >= least && Number(amount) <= most
      ? undefined
      : `expected ${least}s to ${most}s, got ${value}`;
  });

/** A text of a form. `words` say which. */
export const matching = (path: string, form: RegExp, words: string): Rule =>
  each(path, isText, (value) => (form.test(value) ? undefined : `expected ${words}, got "${value}"`));

/** A text of at most so many characters. */
export const atMostCharacters = (path: string, most: number): Rule =>
  each(path, isText, (value) =>
    [...value].length <= most ? undefined : `expected at most ${most} characters, got ${[...value].length}`,
  );

/** A text of at most so many bytes. */
export const atMostBytes = (path: string, most: number): Rule =>
  each(path, isText, (value) =>
    Buffer.byteLength(value) <= most ? undefined : `expected at most ${most} bytes, got ${Buffer.byteLength(value)}`,
  );

/** One of a few words. */
export const oneOf = (path: string, words: readonly string[]): Rule =>
  each(path, isText, (value) => (words.includes(value) ? undefined : `expected ${words.join(" or ")}, got "${value}"`));

/** A text that is JSON. */
export const json = (path: string): Rule =>
  each(path, isText, (value) => {
    try {
      JSON.parse(value);
      return undefined;
    } catch {
      return "expected JSON";
    }
  });

/** A map with keys and values of a form, and at most so many. `words` say which keys. */
export const entries = (path: string, key: RegExp, words: string, value: RegExp = /^/, most = Infinity): Rule =>
  each(path, isValues, (map) => {
    const wrong = Object.keys(map).find((name) => !key.test(name));
    if (wrong !== undefined) return `expected ${words} as keys, got "${wrong}"`;
    const bad = Object.entries(map).find(([, held]) => typeof held === "string" && !value.test(held));
    if (bad !== undefined) return `the value of ${bad[0]} has a form that is not allowed`;
    return size(map) <= most ? undefined : `expected at most ${most} entries, got ${size(map)}`;
  });

/** At most one of these blocks. */
export const onlyOneOf =
  (...names: readonly string[]): Rule =>
  (values: Values) => {
    const [, second] = names.filter((name) => size(values[name] ?? null) > 0);
    return second === undefined ? [] : [{ at: [second], words: `expected only one of ${names.join(", ")}` }];
  };

/** Blocks at a path have to hold this; where they hold it, nothing is said of its value. */
export const needs =
  (path: string, name: string, words: string): Rule =>
  (values) =>
    valuesAt(values, path).flatMap(({ at, value }) =>
      blocks(value).flatMap(({ at: within, value: block }): readonly Complaint[] =>
        isValues(block) && (block[name] ?? null) === null
          ? [{ at: [...at, ...within], words: `${written([...at, ...within])} needs ${name}: ${words}` }]
          : [],
      ),
    );

const blocks = (value: Value): readonly Found[] =>
  Array.isArray(value) ? value.map((each: Value, index) => ({ at: [index], value: each })) : [{ at: [], value }];

/** https://cloud.google.com/resource-manager/docs/labels-overview#requirements, without its letters of other scripts. */
export const labels = (path = "labels"): Rule =>
  entries(path, /^[a-z][a-z0-9_-]{0,62}$/, "up to 63 lower case letters, digits, _ and -", /^[a-z0-9_-]{0,63}$/, 64);
