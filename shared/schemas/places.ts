// Where a path through a value leads in a zod schema: for words that are the schema's own, and for what zod skips.

import type { z } from "zod";

interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<PropertyKey, z.ZodType>>;
  readonly catchall?: z.ZodType;
  readonly element?: z.ZodType;
  readonly items?: readonly z.ZodType[];
  readonly rest?: z.ZodType | null;
  readonly keyType?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly getter?: () => z.ZodType;
  readonly in?: z.ZodType;
  readonly out?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly left?: z.ZodType;
  readonly right?: z.ZodType;
}

/** Zod goes by it without a look, since it means something to JavaScript; to JSON it is a name like any other. */
const SKIPPED = "__proto__";

const definitionOf = (schema: z.ZodType): Definition => schema._zod.def as unknown as Definition;

const there = (...schemas: readonly (z.ZodType | null | undefined)[]): readonly z.ZodType[] =>
  schemas.filter((schema) => schema !== undefined && schema !== null);

/** What the value at this very place may be held against: of choices all, of wrappers what they wrap. */
function forms(schema: z.ZodType, met: ReadonlySet<z.ZodType> = new Set()): readonly Definition[] {
  if (met.has(schema)) return [];
  const { innerType, getter, in: first, out, options = [], left, right } = definitionOf(schema);
  const inner = there(innerType, getter?.(), first, out, ...options, left, right);
  return inner.length === 0 ? [definitionOf(schema)] : inner.flatMap((one) => forms(one, new Set([...met, schema])));
}

function below({ shape, catchall, element, items, rest, valueType }: Definition, key: PropertyKey) {
  if (shape !== undefined) return there(Object.hasOwn(shape, key) ? shape[key] : catchall);
  return there(element, items === undefined ? undefined : (items[Number(key)] ?? rest), valueType);
}

/**
 * Names of fields that the schema knows, places in lists as `[0]`, and `*` for all that only the message could have named: keys of
 * tables, and paths of somebody's own.
 */
export function placeIn(schema: z.ZodType, value: unknown, path: readonly PropertyKey[]): string {
  let schemas: readonly z.ZodType[] = [schema];
  let held = value;
  const words = path.map((key) => {
    const known = schemas.flatMap((one) => forms(one));
    const word = wordFor(known, held, key);
    schemas = known.flatMap((form) => below(form, key));
    held = typeof held === "object" && held !== null && Object.hasOwn(held, key) ? Reflect.get(held, key) : undefined;
    return word;
  });
  return words.length === 0 ? "its top" : words.join(".").replaceAll(".[", "[").slice(0, 200);
}

function wordFor(known: readonly Definition[], held: unknown, key: PropertyKey): string {
  if (known.some(({ shape }) => shape !== undefined && Object.hasOwn(shape, key))) return String(key);
  const isInList = Array.isArray(held) && Number(key) < held.length;
  return typeof key === "number" && isInList && known.some(isList) ? `[${key}]` : "*";
}

const isList = ({ element, items }: Definition): boolean => element !== undefined || items !== undefined;

/** The path to the first table that holds a field `__proto__` which it would not take under another name; undefined: none. */
export function skippedIn(schema: z.ZodType, value: unknown): readonly PropertyKey[] | undefined {
  return holdsTables(schema) && isSkippedBelow(value) ? skipped([schema], value, []) : undefined;
}

/** Found once for each schema: most have no table, and their bodies are not looked through. */
const tableHolders = new WeakMap<z.ZodType, boolean>();

function holdsTables(schema: z.ZodType): boolean {
  const found = tableHolders.get(schema) ?? isTableBelow(schema, new Set());
  tableHolders.set(schema, found);
  return found;
}

function isTableBelow(schema: z.ZodType, met: Set<z.ZodType>): boolean {
  if (met.has(schema)) return false;
  met.add(schema);
  const {
    shape = {},
    catchall,
    element,
    items = [],
    rest,
    keyType,
    innerType,
    getter,
    in: first,
    out,
    ...more
  } = definitionOf(schema);
  if (keyType !== undefined || (catchall !== undefined && !OPEN.has(definitionOf(catchall).type))) return true;
  const inner = there(...Object.values(shape), element, ...items, rest, innerType, getter?.(), first, out);
  const all = [...inner, ...there(...(more.options ?? []), more.left, more.right)];
  return all.some((one) => isTableBelow(one, met));
}

/** What an object may hold beside its fields where it says nothing of it, or no. */
const OPEN: ReadonlySet<string> = new Set(["unknown", "any", "never"]);

/** Seldom true, and found without the schema. */
function isSkippedBelow(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.hasOwn(value, SKIPPED) || Object.values(value).some(isSkippedBelow);
}

function skipped(
  schemas: readonly z.ZodType[],
  value: unknown,
  path: readonly PropertyKey[],
): readonly PropertyKey[] | undefined {
  if (typeof value !== "object" || value === null || schemas.length === 0) return undefined;
  const held = Object.getOwnPropertyDescriptor(value, SKIPPED);
  if (held !== undefined && !schemas.some((schema) => isTaken(schema, held.value))) return [...path, SKIPPED];
  const alike = schemas.flatMap((schema) => forms(schema));
  for (const [name, inner] of Object.entries(value)) {
    const key = Array.isArray(value) ? Number(name) : name;
    if (name === SKIPPED) continue;
    const found = skipped(
      alike.flatMap((form) => below(form, key)),
      inner,
      [...path, key],
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

/** As zod would have it, were it a name like any other. */
function isTaken(schema: z.ZodType, held: unknown): boolean {
  const { keyType, valueType, catchall, innerType, getter, in: first, options, left, right } = definitionOf(schema);
  if (keyType !== undefined && valueType !== undefined)
    return keyType.safeParse(SKIPPED).success && valueType.safeParse(held).success;
  if (catchall !== undefined) return catchall.safeParse(held).success;
  if (options !== undefined) return options.some((option) => isTaken(option, held));
  return there(left, right, innerType, getter?.(), first).every((inner) => isTaken(inner, held));
}
