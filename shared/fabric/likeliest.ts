// Which of several forms an operator meant, so that only what is wrong with that one is told.

import type { z } from "zod";
import type { Path } from "./fabric.ts";

type Issue = z.core.$ZodIssue;

/**
 * What is wrong with the form that was meant: one that is of the right kind, and has the key that tells it from the others,
 * whatever else it lacks. Where that key's value is of no form, an issue that names the values of all, beside keys that none
 * knows. Undefined where any could be meant, or none.
 */
export function likeliest(
  forms: readonly (readonly Issue[])[],
  path: Path,
  value: unknown,
): readonly Issue[] | undefined {
  const fitting = forms.filter((form) => !form.some(isOtherKind));
  if (fitting.length === 1) return fitting[0];
  const meant = fitting.filter((form) => !form.some(isOtherTag));
  const tags = fitting.flatMap((form) => form.find(isOtherTag) ?? []);
  if (meant.length === 0 && tags[0] !== undefined) return [ofAll(tags[0], tags), ...knownToNone(fitting)];
  if (meant.length === 1) return meant[0];
  return meant.find((form) => !form.some((issue) => isOwn(issue) && isMissing(issue, [...path, ...own(issue)], value)));
}

/** Whether nothing stands where the issue is. */
export const isMissing = (issue: Issue, path: Path, value: unknown): boolean =>
  path.length > 0 && /^invalid_(type|union|value)$/.test(issue.code) && valueAt(value, path) === undefined;

const own = ({ path }: Issue): Path => path as Path;

/** A key of the form itself: what is missing deeper down says nothing of which form was meant. */
const isOwn = ({ path }: Issue): boolean => path.length === 1;

type Tag = Extract<Issue, { readonly code: "invalid_value" }>;

const isOtherKind = ({ code, path }: Issue): boolean =>
  path.length === 0 && (code === "invalid_type" || code === "invalid_value");

/** A key with one value only tells forms apart, as `format` does. */
const isOtherTag = (issue: Issue): issue is Tag =>
  issue.code === "invalid_value" && isOwn(issue) && issue.values.length === 1;

/** Its words are of one value alone, and are left out. */
const ofAll = (first: Tag, tags: readonly Tag[]): Tag => ({
  ...first,
  values: tags.flatMap(({ values }) => values),
  message: "",
});

type Strange = Extract<Issue, { readonly code: "unrecognized_keys" }>;

const isStrange = (issue: Issue): issue is Strange => issue.code === "unrecognized_keys" && issue.path.length === 0;

/** What is a key of one form may only be in the wrong one. */
function knownToNone(forms: readonly (readonly Issue[])[]): readonly Issue[] {
  const strange = forms.map((form) => form.find(isStrange));
  const [first] = strange;
  const keys = first?.keys.filter((key) => strange.every((each) => each?.keys.includes(key))) ?? [];
  return first === undefined || keys.length === 0 ? [] : [{ ...first, keys }];
}

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (here, key) => (typeof here === "object" && here !== null ? Reflect.get(here, key) : undefined),
    value,
  );
