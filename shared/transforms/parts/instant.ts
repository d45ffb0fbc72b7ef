// Moments in time, exact to the nanosecond, read from and written to the forms in which systems hold them.

import { TransformError } from "../../core/errors.ts";
import { type Json, parseJson } from "../../core/json.ts";

/** ISO 8601 text, or the time since 1970 in a unit. */
export const TIME_FORMS = ["iso", "epoch-s", "epoch-ms", "epoch-us", "epoch-ns"] as const;

export type TimeForm = (typeof TIME_FORMS)[number];

/** How many decimal digits of a nanosecond a unit has behind it. */
const DIGITS: Readonly<Record<Exclude<TimeForm, "iso">, number>> = {
  "epoch-s": 9,
  "epoch-ms": 6,
  "epoch-us": 3,
  "epoch-ns": 0,
};

const ISO = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?: ?([Zz]|UTC)|([+-])(\d\d):?(\d\d))?$/;

/** The years that ISO 8601 writes with four digits, 0 to 9999, in nanoseconds since 1970. */
const FIRST = BigInt(Date.parse("0000-01-01T00:00:00Z")) * 1_000_000n;
const END = BigInt(Date.parse("9999-12-31T23:59:59Z") + 1_000) * 1_000_000n;

/** The first and the last whole unit since 1970 that `writeInstant` writes. */
export function epochRange(form: Exclude<TimeForm, "iso">): { readonly first: bigint; readonly last: bigint } {
  const unit = 10n ** BigInt(DIGITS[form]);
  return { first: FIRST / unit, last: END / unit - 1n };
}

/**
 * Nanoseconds since 1970. `assumed` is the zone (`Z`, `+02:00`) of text without one. Throws `TransformError` TIME, which
 * quotes nothing: for what is not of the form, a day or hour that no calendar has, and a missing zone.
 */
export function readInstant(value: Json, form: TimeForm, assumed?: string): bigint {
  if (form !== "iso") return readEpoch(value, form);
  if (typeof value !== "string") throw timeExpected("text in ISO 8601");
  const [, day, hour, minute, second = "00", fraction = "", zulu, sign, zoneHours, zoneMinutes] = ISO.exec(value) ?? [];
  if (day === undefined) throw timeExpected("a date and time in ISO 8601, such as 2026-01-02T03:04:05.678Z,");
  const zone = zulu !== undefined ? "Z" : sign === undefined ? assumed : `${sign}${zoneHours}:${zoneMinutes}`;
  if (zone === undefined) throw timeExpected("a time with its zone (or the option zone)");
  const ms = Date.parse(`${day}T${hour}:${minute}:${second}.000${zone.toUpperCase()}`);
  // The engine takes the 31st of every month for a day, and moves it on.
  const isDay = new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day) ?? false;
  if (Number.isNaN(ms) || !isDay) throw timeExpected("a day and hour that the calendar has");
  return BigInt(ms) * 1_000_000n + BigInt(fraction.padEnd(9, "0"));
}

function readEpoch(value: Json, form: Exclude<TimeForm, "iso">): bigint {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const [, sign = "", whole, fraction = ""] = /^(-?)(\d{1,21})(?:\.(\d{1,20}))?$/.exec(text) ?? [];
  const digits = DIGITS[form];
  if (whole === undefined) throw timeExpected(`a number (${form})`);
  if (/[1-9]/.test(fraction.slice(digits))) throw timeExpected("nothing finer than a nanosecond");
  const ns = BigInt(whole + fraction.slice(0, digits).padEnd(digits, "0"));
  return sign === "" ? ns : -ns;
}

/**
 * The moment in a form: UTC text with only the digits that it needs, or a JSON number, exact. `whole` cuts what is finer
 * than the unit (than a second, for text), towards the past. Throws `TransformError` TIME outside the years 0 to 9999.
 */
export function writeInstant(ns: bigint, form: TimeForm, whole: boolean): Json {
  if (ns < FIRST || ns >= END) throw timeExpected("a year from 0 to 9999");
  const digits = form === "iso" ? 9 : DIGITS[form];
  const unit = 10n ** BigInt(digits);
  const fine = ((ns % unit) + unit) % unit;
  const units = (ns - fine) / unit;
  if (form === "iso") return isoText(units, whole ? 0n : fine);
  if (whole || fine === 0n) return parseJson(String(units)).value;
  // Behind the point digits count upwards, also before 1970.
  const isBefore = units < 0n;
  const [shown, rest] = isBefore ? [-(units + 1n), unit - fine] : [units, fine];
  return parseJson(`${isBefore ? "-" : ""}${shown}.${digitsOf(rest, digits)}`).value;
}

function isoText(seconds: bigint, fine: bigint): string {
  const text = new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "");
  return fine === 0n ? `${text}Z` : `${text}.${digitsOf(fine, 9)}Z`;
}

const digitsOf = (fine: bigint, digits: number): string => String(fine).padStart(digits, "0").replace(/0+$/, "");

const timeExpected = (what: string) => new TransformError("TIME", `${what} was expected where a time is to be read`);
