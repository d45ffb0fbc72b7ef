// Loads as people write them: `100/s`, `2M/day`, `1KB`, `25%`.

import { ConfigError } from "../../shared/core/errors.ts";
import { HOURS_PER_MONTH, type Load } from "./load.ts";

const SECONDS: Readonly<Record<string, number>> = {
  s: 1,
  sec: 1,
  second: 1,
  m: 60,
  min: 60,
  minute: 60,
  h: 3_600,
  hour: 3_600,
  d: 86_400,
  day: 86_400,
  month: HOURS_PER_MONTH * 3_600,
};

const TIMES: Readonly<Record<string, number>> = { "": 1, k: 1e3, m: 1e6, b: 1e9 };

/** As both brokers count: a KB of SQS has 1,024 bytes. */
const BYTES: Readonly<Record<string, number>> = { b: 1, kb: 1_024, kib: 1_024, mb: 1_048_576, mib: 1_048_576 };

/** Beyond it figures are arithmetic only: no account has such quotas. In messages per second; ours. */
const MOST_PER_SECOND = 1_000_000;

/** What a user wrote; `rate` is the average, or the rate of the month where `peak` says how fast bursts come. */
export interface WrittenLoad {
  readonly rate: string;
  readonly size: string;
  readonly peak?: string | undefined;
  /** What gzip leaves of a body. */
  readonly compressed?: string | undefined;
}

/** The load that the words mean. Throws a `ConfigError` that names every word that can't be read, and what to write. */
export function parseLoad({ rate, size, peak, compressed }: WrittenLoad): Load {
  const faults: string[] = [];
  const take = (read: () => number): number => {
    try {
      return read();
    } catch (thrown) {
      faults.push(thrown instanceof Error ? thrown.message : String(thrown));
      return Number.NaN;
    }
  };
  const load: Load = {
    messagesPerSecond: take(() => parseRate(rate, "rate")),
    bodyBytes: take(() => parseSize(size)),
    ...(peak === undefined ? {} : { burstPerSecond: take(() => parseRate(peak, "peak")) }),
    ...(compressed === undefined ? {} : { compressedShare: take(() => parseShare(compressed)) }),
  };
  if (load.burstPerSecond !== undefined && load.burstPerSecond < load.messagesPerSecond)
    faults.push(`peak ${peak} is below the rate ${rate}: a peak is how fast messages come while they come`);
  if (faults.length > 0) throw new ConfigError(faults.map((message) => ({ severity: "error", code: "LOAD", message })));
  return load;
}

/** Messages per second. Throws for anything but an amount and a unit of time, as `100/s` or `2M/day`. */
export function parseRate(text: string, what = "rate"): number {
  const [, digits = "", times = "", unit = ""] =
    /^([\d,_]*\.?\d+)\s*([kmb]?)\s*\/\s*([a-z]+)$/i.exec(text.trim()) ?? [];
  const seconds = SECONDS[unit.toLowerCase()];
  const perSecond = (plain(digits) * (TIMES[times.toLowerCase()] ?? Number.NaN)) / (seconds ?? Number.NaN);
  if (!(perSecond > 0))
    throw new Error(`${what} "${text}" is no rate above 0: write it as 100/s, 6k/min, 2M/day or 10M/month`);
  if (perSecond > MOST_PER_SECOND) throw new Error(`${what} "${text}" is beyond 1M/s: the model ends there`);
  return perSecond;
}

/** Bytes of one body. Throws for anything but an amount and a unit, as `512B` or `1KB`. */
export function parseSize(text: string): number {
  const [, digits = "", unit = ""] = /^([\d,_]*\.?\d+)\s*([kmi]*b)$/i.exec(text.trim()) ?? [];
  const bytes = Math.round(plain(digits) * (BYTES[unit.toLowerCase()] ?? Number.NaN));
  if (!(bytes >= 0)) throw new Error(`size "${text}" is no size: write it as 512B, 1KB (1,024 bytes) or 1MB`);
  return bytes;
}

/** A share from 0 to 1, written as `25%` or `0.25`. Throws for anything else. */
export function parseShare(text: string): number {
  const [, digits = "", percent = ""] = /^(\d*\.?\d+)\s*(%?)$/.exec(text.trim()) ?? [];
  const share = digits === "" ? Number.NaN : Number(digits) / (percent === "" ? 1 : 100);
  if (!(share <= 1)) throw new Error(`share "${text}" is none: write what gzip leaves of a body, as 25% or 0.25`);
  return share;
}

const plain = (digits: string): number => (digits === "" ? Number.NaN : Number(digits.replaceAll(/[,_]/g, "")));
