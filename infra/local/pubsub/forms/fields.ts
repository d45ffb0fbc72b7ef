// Reads the fields of a request, so that a value out of range or not built yet is refused by its own name.

import { invalid, unbuilt } from "../fault.ts";

/** A message of a request as it was decoded: names in camelCase, absent fields left out. */
export type Fields = Readonly<Record<string, unknown>>;

/** A text, empty where it is absent. */
export const textField = (fields: Fields, name: string): string => String(fields[name] ?? "");

/** A number, 0 where it is absent. */
export const numberField = (fields: Fields, name: string): number => Number(fields[name] ?? 0);

/** A list of texts, empty where it is absent. */
export const textsField = (fields: Fields, name: string): readonly string[] =>
  (fields[name] ?? []) as readonly string[];

/** An inner message, or nothing. */
export function part(fields: Fields, name: string): Fields | undefined {
  const value = fields[name];
  return typeof value === "object" && value !== null ? (value as Fields) : undefined;
}

/** A map of texts, empty where it is absent. */
export const textMap = (fields: Fields, name: string): Readonly<Record<string, string>> =>
  (part(fields, name) ?? {}) as Readonly<Record<string, string>>;

/** A duration in milliseconds, or nothing. */
export function durationField(fields: Fields, name: string): number | undefined {
  const duration = part(fields, name);
  return duration && numberField(duration, "seconds") * 1_000 + Math.floor(numberField(duration, "nanos") / 1e6);
}

/** A duration or a timestamp from milliseconds. */
export const toDuration = (ms: number): Fields => ({ seconds: Math.floor(ms / 1_000), nanos: (ms % 1_000) * 1e6 });

/** The name as the service's own definition has it, for texts that people read. */
export const wireName = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Throws `INVALID_ARGUMENT` out of `min..max`; where there is no value it gives the other one. */
export function within<Absent>(
  value: number | undefined,
  { min, max = Number.POSITIVE_INFINITY }: { readonly min: number; readonly max?: number },
  name: string,
  otherwise: Absent,
): number | Absent {
  if (value === undefined) return otherwise;
  if (value < min)
    throw invalid(
      `The value for ${name} is too small. You passed ${value} in the request, but the minimum value is ${min}.`,
    );
  if (value > max)
    throw invalid(
      `The value for ${name} is too large. You passed ${value} in the request, but the maximum value is ${max}.`,
    );
  return value;
}

/** Throws `UNIMPLEMENTED` for the first field that is set and neither built nor a mere report of the service. */
export function refuseUnbuilt(of: string, fields: Fields, built: readonly string[]): void {
  const name = Object.keys(fields).find((each) => !built.includes(each) && isSet(fields[each]));
  if (name !== undefined) throw unbuilt(`${of}.${wireName(name)}`);
}

function isSet(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== null && value !== "" && value !== false && value !== 0;
}
