// Texts of BigQuery's calendar types in one form each, in which they sort as times do.

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types: years 1 to 9999, microseconds. */
const DATE = /^(?!0000)(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,6}))?)?$/;
const ZONE = /(?: ?(?:Z|UTC)|[+-](?:0\d|1[0-4]):[0-5]\d)$/i;

/** `2026-01-05`; undefined for what is no day. */
export function dayText(text: string): string | undefined {
  const [, year, month, day] = DATE.exec(text) ?? [];
  if (year === undefined) return undefined;
  const date = new Date(`${text}T00:00:00Z`);
  // 31 February would be taken for 3 March.
  return date.getUTCMonth() + 1 === Number(month) && date.getUTCDate() === Number(day) ? text : undefined;
}

/** `08:00:00`, with microseconds where there are any; undefined for what is no time of day. */
export function timeText(text: string): string | undefined {
  const [whole, hours, minutes, seconds = "00", fraction = ""] = TIME.exec(text) ?? [];
  if (whole === undefined) return undefined;
  return `${hours}:${minutes}:${seconds}${Number(fraction) === 0 ? "" : `.${fraction.padEnd(6, "0")}`}`;
}

/** `2026-01-05T08:00:00`, with microseconds where there are any; undefined for what is none. */
export function dateTimeText(text: string): string | undefined {
  const [day, time] = [dayText(text.slice(0, 10)), timeText(text.slice(11))];
  return day === undefined || time === undefined || !/[T ]/i.test(text.charAt(10)) ? undefined : `${day}T${time}`;
}

/** `2026-01-05T08:00:00.000000Z`, always with microseconds; a text without a zone is UTC, as in BigQuery. */
export function instantText(text: string): string | undefined {
  const [zone = ""] = ZONE.exec(text) ?? [];
  const local = dateTimeText(text.slice(0, text.length - zone.length));
  if (local === undefined) return undefined;
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(zone) ?? [];
  const offsetMinutes = sign === undefined ? 0 : Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes));
  const [second = "", fraction = ""] = local.split(".");
  return instant(Date.parse(`${second}Z`) - offsetMinutes * 60_000, fraction.padEnd(6, "0"));
}

/** The same of microseconds since 1970, as far as numbers hold them exactly: some 285 years. */
export function microsText(micros: number): string | undefined {
  if (!Number.isSafeInteger(micros)) return undefined;
  const second = Math.floor(micros / 1_000_000);
  return instant(second * 1_000, String(micros - second * 1_000_000).padStart(6, "0"));
}

/** Undefined beyond the years that there are. */
function instant(secondMs: number, micros: string): string | undefined {
  const date = new Date(secondMs);
  const isThere = date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9_999;
  return isThere ? date.toISOString().replace("000Z", `${micros}Z`) : undefined;
}
