// The one reserved attribute: carries, as compact JSON, what the target broker has no place for.

import { DecodeError } from "../core/errors.ts";
import type { Attribute } from "../core/message.ts";

/** The attribute's name; a header that outgrows one attribute goes on in `hopspan.1`, `hopspan.2`, ... */
export const HEADER = "hopspan";

/** True for `hopspan` and its continuations: names that a user's own attribute can't have on the wire. */
export const isReserved = (name: string): boolean => /^hopspan(\.[1-9][0-9]*)?$/.test(name);

/** What a header says. Whatever is absent is on the wire in plain sight. */
export interface Header {
  readonly id: string;
  readonly trail: readonly string[];
  readonly sentAt: number;
  /** How the body had to be changed: bytes as base64, or nothing as a single space. */
  readonly body?: "base64" | "empty";
  /** Of a body that lies elsewhere: its hash and size there, until when, and in which form. Without it a message is no claim. */
  readonly claim?: HeaderClaim;
  /** The types of plain attributes, where the wire's own type doesn't say it. */
  readonly types?: ReadonlyMap<string, string>;
  /** Attributes that don't fit the target at all, whole. */
  readonly attributes?: ReadonlyMap<string, Attribute>;
  /** The exact ordering key where the wire has no place for it or holds its hash; `null`: what the wire holds is no key. */
  readonly orderingKey?: string | null;
  readonly tenant?: string;
  readonly deduplicationId?: string;
  readonly traceHeader?: string;
  /** Names of what was derived for readers on the wire and is no part of the message: dropped on reading. */
  readonly derived?: readonly string[];
}

/** `bytes` of this `sha256`, in hex, until `expiresAt`, in ms since 1970. */
export interface HeaderClaim {
  readonly sha256: string;
  readonly bytes: number;
  readonly expiresAt: number;
  /** How the body had to be changed, as it lies there. */
  readonly body?: "base64" | "empty";
}

const VERSION = 1;

/** Compact JSON of legal XML characters only, with short keys and a version. */
export function encodeHeader(header: Header): string {
  const attributes = [...(header.attributes ?? [])].map(([name, { type, value }]) => [name, type, value]);
  const compact = {
    v: VERSION,
    i: header.id,
    t: header.trail,
    s: header.sentAt,
    b: header.body,
    c: header.claim && claimCells(header.claim),
    y: header.types?.size ? [...header.types] : undefined,
    a: attributes.length > 0 ? attributes : undefined,
    k: header.orderingKey,
    n: header.tenant,
    d: header.deduplicationId,
    x: header.traceHeader,
    o: header.derived?.length ? header.derived : undefined,
  };
  return escapeIllegal(JSON.stringify(compact));
}

/** JSON already escapes controls and lone surrogates; XML also forbids these two, and DEL is better not seen. */
function escapeIllegal(json: string): string {
  return json.replace(/[\u007f\ufffe\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/**
 * True where a reserved attribute was written by Hopspan. Any other text is a user's own attribute that happens to have
 * the name, and stays one.
 */
export const isHeader = (text: string): boolean => text.startsWith('{"v":');

/** Throws `DecodeError` for a header that is cut, of a newer version, or of the wrong shape. */
export function decodeHeader(text: string): Header {
  const compact = parse(text);
  if (compact["v"] !== VERSION)
    throw new DecodeError("HEADER_VERSION", `header version must be ${VERSION}: deploy this link anew`);
  const { i, t, s, b, c, y, a, k, n, d, x, o } = compact as Record<string, unknown>;
  const types = y === undefined ? undefined : pairs(y, 2).map(([name, type]) => [name, type] as [string, string]);
  const attributes =
    a === undefined
      ? undefined
      : pairs(a, 3).map(([name, type, value]) => [name, { type, value }] as [string, Attribute]);
  if (b !== undefined && b !== "base64" && b !== "empty") throw malformed();
  if (!Number.isSafeInteger(s)) throw malformed();
  return {
    id: required(i),
    trail: strings(t),
    sentAt: s as number,
    ...(b === undefined ? {} : { body: b }),
    ...(c === undefined ? {} : { claim: claimIn(c) }),
    ...(types === undefined ? {} : { types: new Map(types) }),
    ...(attributes === undefined ? {} : { attributes: new Map(attributes) }),
    ...(k === undefined ? {} : { orderingKey: k === null ? null : required(k) }),
    ...(n === undefined ? {} : { tenant: required(n) }),
    ...(d === undefined ? {} : { deduplicationId: required(d) }),
    ...(x === undefined ? {} : { traceHeader: required(x) }),
    ...(o === undefined ? {} : { derived: strings(o) }),
  };
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // The parser's own words quote the text: never passed on.
  }
  throw malformed();
}

const malformed = () => new DecodeError("HEADER", "the hopspan attribute is cut short or damaged");

const claimCells = ({ sha256, bytes, expiresAt, body }: HeaderClaim) => [
  ...[sha256, bytes, expiresAt],
  ...(body === undefined ? [] : [body]),
];

function claimIn(value: unknown): HeaderClaim {
  const [hash, bytes, expiresAt, body] = Array.isArray(value) ? (value as readonly unknown[]) : [];
  if (typeof hash !== "string" || !/^[0-9a-f]{64}$/.test(hash)) throw malformed();
  if (!Number.isSafeInteger(bytes) || !Number.isSafeInteger(expiresAt)) throw malformed();
  if (body !== undefined && body !== "base64" && body !== "empty") throw malformed();
  const claim = { sha256: hash, bytes: bytes as number, expiresAt: expiresAt as number };
  return body === undefined ? claim : { ...claim, body };
}

function required(value: unknown): string {
  if (typeof value !== "string" || value === "") throw malformed();
  return value;
}

function strings(value: unknown): readonly string[] {
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) throw malformed();
  return value as string[];
}

function pairs(value: unknown, width: 2 | 3): readonly string[][] {
  if (!Array.isArray(value)) throw malformed();
  return value.map((row) => {
    const cells = strings(row);
    if (cells.length !== width) throw malformed();
    return [...cells];
  });
}

/** Cuts a header into attribute values of at most `maxBytes` UTF-8 bytes, never inside a character. */
export function splitHeader(text: string, maxBytes: number): readonly (readonly [string, string])[] {
  const bytes = Buffer.from(text);
  const parts: [string, string][] = [];
  for (let from = 0; from < bytes.length; ) {
    let to = Math.min(from + maxBytes, bytes.length);
    // A continuation byte of UTF-8 is 10xxxxxx: step back to where its character starts.
    while (to < bytes.length && ((bytes[to] ?? 0) & 0xc0) === 0x80) to--;
    parts.push([parts.length === 0 ? HEADER : `${HEADER}.${parts.length}`, bytes.toString("utf8", from, to)]);
    from = to;
  }
  return parts;
}

/** The whole header of a message's attributes, or nothing where it has none: it comes from a system that knows not us. */
export function joinHeader(value: (name: string) => string | undefined): Header | undefined {
  const first = value(HEADER);
  if (first === undefined || !isHeader(first)) return undefined;
  let whole = first;
  for (let at = 1, next = value(`${HEADER}.1`); next !== undefined; next = value(`${HEADER}.${++at}`)) whole += next;
  return decodeHeader(whole);
}
