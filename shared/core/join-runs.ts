// Which messages may travel as one: those that agree in all that a joined message has once, as many as it may hold.

import type { JoinForm, JoinPart } from "./joined-message.ts";
import type { Message } from "./message.ts";

/** What bounds a joined message, and what tells apart messages that are not to be joined. */
export interface JoinBounds extends Pick<JoinForm, "attributes"> {
  readonly maxMessages: number;
  /** Of body and attributes together, as far as can be told before the wire is made. */
  readonly maxBytes: number;
}

/** A part, where it stands among all messages, and what it was told to be joined by. */
export interface Placed extends JoinPart {
  readonly at: number;
  readonly group: string;
}

/** What becomes one message. */
export interface Run {
  readonly parts: readonly [Placed, ...Placed[]];
}

/**
 * Every part is in exactly one run. In a run all have one ordering key, tenant, trail and group, and with `same` the same
 * attributes, trace context aside. Runs are in the order of their first parts. Those of one key hold its messages in their
 * order, one run after the other: nothing is joined over the head of another message of its key. A part that is larger than
 * the bounds is alone.
 */
export function joinRuns(parts: readonly Placed[], bounds: JoinBounds): readonly Run[] {
  const runs: Placed[][] = [];
  const open = new Map<string, { readonly kind: string; readonly run: Placed[]; bytes: number }>();
  for (const part of parts) {
    const kind = kindOf(part, bounds);
    const { orderingKey } = part.message;
    // Without a key there is no order, so that several kinds may be open at a time.
    const lane = orderingKey === undefined ? `any ${kind}` : `key ${orderingKey}`;
    const begun = open.get(lane);
    const bytes = Buffer.byteLength(part.text) + SEPARATOR_BYTES;
    const fits = begun !== undefined && begun.kind === kind && begun.run.length < bounds.maxMessages;
    if (fits && begun.bytes + bytes <= bounds.maxBytes) {
      begun.run.push(part);
      begun.bytes += bytes;
    } else {
      const run = [part];
      runs.push(run);
      open.set(lane, { kind, run, bytes: bytes + surroundingBytes(part.message) });
    }
  }
  return runs.map((run) => ({ parts: run as [Placed, ...Placed[]] }));
}

const SEPARATOR_BYTES = 1;

/** Room for what every header holds beside trail, key and tenant: ids, times, names. */
const HEADER_BYTES = 1_024;

function surroundingBytes({ attributes, trail, orderingKey = "", tenant = "" }: Message): number {
  const told = [...attributes].flatMap(([name, { type, value }]) => [name, type, value]);
  return HEADER_BYTES + Buffer.byteLength([...told, ...trail, orderingKey, tenant].join("   "));
}

/** Two of one trail pass and are refused alike, so none is ever refused for another's way. */
function kindOf({ message, group }: Placed, { attributes }: JoinBounds): string {
  const { orderingKey, tenant, trail } = message;
  const told = attributes === "same" ? [...message.attributes].filter(([name]) => !isTrace(name)).toSorted(byName) : [];
  return JSON.stringify([
    group,
    orderingKey ?? null,
    tenant ?? null,
    trail,
    told.map(([name, { type, value }]) => [name, type, value]),
  ]);
}

const byName = ([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number =>
  left < right ? -1 : left > right ? 1 : 0;

/** W3C trace context and Google's own: another one for each message. */
const isTrace = (name: string): boolean => /^(?:traceparent|tracestate|googclient_.*)$/.test(name);
