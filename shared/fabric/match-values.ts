// What SNS and EventBridge match a field by: both refuse an operator that they do not know, and a list in a list.

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string";

/** JSON holds no other: what is too large for it would become null on the way. */
const isNumber: Check = (value) => typeof value === "number" && Number.isFinite(value);

const isTable = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isOneOrMany =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) ? value.length > 0 && value.every(check) : check(value);

/** One operator by its name, with what may stand behind it. */
const isOneOf = (operators: ReadonlyMap<string, Check>, value: unknown): boolean => {
  const entries = isTable(value) ? Object.entries(value) : [];
  const [[name, operand] = ["", undefined]] = entries;
  return entries.length === 1 && operators.get(name)?.(operand) === true;
};

const EXCLUDED: ReadonlyMap<string, Check> = new Map(
  ["prefix", "suffix", "equals-ignore-case", "wildcard"].map((name) => [name, isOneOrMany(isText)]),
);

const isAffix: Check = (value) => isText(value) || isOneOf(new Map([["equals-ignore-case", isText]]), value);

const isExcluded: Check = (value) =>
  isOneOrMany((each) => isText(each) || isNumber(each))(value) || isOneOf(EXCLUDED, value);

const COMPARISONS: ReadonlySet<unknown> = new Set(["<", "<=", "=", ">", ">="]);

/** `["=", 1]`, or a range as `[">", 0, "<=", 5]`. */
const isRange: Check = (value) =>
  Array.isArray(value) &&
  (value.length === 2 || value.length === 4) &&
  value.every((each, at) => (at % 2 === 0 ? COMPARISONS.has(each) : isNumber(each)));

/**
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html and
 * https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */
const OPERATORS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ["prefix", isAffix],
  ["suffix", isAffix],
  ["equals-ignore-case", isText],
  ["wildcard", isText],
  ["anything-but", isExcluded],
  ["numeric", isRange],
  ["exists", (value) => typeof value === "boolean"],
  ["cidr", isText],
]);

/** True for one of the things that a field may be: a plain value, or an operator that is known with what it takes. */
const isMatch: Check = (value) =>
  value === null || typeof value === "boolean" || isText(value) || isNumber(value) || isOneOf(OPERATORS, value);

/** `$or` holds patterns, one of which has to fit. */
const isChoice = (value: unknown, each: Check): boolean =>
  Array.isArray(value) && value.length > 0 && value.every(each);

/** True for a filter policy over attributes: each with a list of what it may be. */
export const isFilter: Check = (filter) =>
  isTable(filter) &&
  Object.entries(filter).every(([name, value]) => isChoice(value, name === "$or" ? isFilter : isMatch));

/** True for an event pattern: fields of fields, down to lists of what they may be. One with nothing would match every event. */
export function isPattern(pattern: unknown): boolean {
  const entries = isTable(pattern) ? Object.entries(pattern) : [];
  const fits = ([name, value]: readonly [string, unknown]) =>
    Array.isArray(value) ? isChoice(value, name === "$or" ? isPattern : isMatch) : isPattern(value);
  return entries.length > 0 && entries.every(fits);
}
