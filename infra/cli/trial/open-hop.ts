// One hop without its brokers: messages from one of its sources, followed through every link to the last target.

import type { HopspanError } from "../../../shared/core/errors.ts";
import type { Message } from "../../../shared/core/message.ts";
import type { Tools } from "../../../shared/core/ports.ts";
import type { Fabric, Hop } from "../../../shared/fabric/fabric.ts";
import { hopLinks } from "../../../shared/fabric/hop-links.ts";
import type { Link } from "../../../shared/fabric/link.ts";
import { type OpenLink, openLink } from "./open-link.ts";

/**
 * A message at a target, or why one is hopeless; `to` is the target where there is one in either case, and `branch` the
 * place of the branch or the share that it took, from 0, where the hop chooses.
 */
export type Arrival = { readonly to?: string; readonly branch?: number } & (
  | { readonly message: Message }
  | { readonly error: HopspanError }
);

/** A hop that is ready for messages of one source, which come one after the other or several together; gives nothing for what is dropped. */
export type OpenHop = (...messages: readonly Message[]) => Promise<readonly Arrival[]>;

/** The links of a hop behind one of its sources: those that take from it, and those that take from an inner queue. */
export function linksBehind(fabric: Fabric, hop: Hop, from: string): { first: readonly Link[]; next: readonly Link[] } {
  const links = hopLinks(fabric, hop);
  const first = links.filter(({ source }) => source.name === from);
  const inner = new Set(first.flatMap(({ targets }) => targets.map(({ name }) => name)));
  return { first, next: links.filter(({ source }) => source.name !== from && inner.has(source.name)) };
}

/**
 * Arrivals are in the order of the messages that went in, of those that the hop's steps made, and of the hop's targets where
 * each gets one. Messages that come together are joined as in one invocation, of as many as the link's source gives at most. An
 * error that all links of the hop share stands there once. Rejects with `ConfigError` for a hop that can't be made.
 */
export async function openHop(fabric: Fabric, hop: Hop, from: string, tools: Tools): Promise<OpenHop> {
  const { first, next } = linksBehind(fabric, hop, from);
  const entries = await Promise.all(first.map((link) => opened(hop, link, tools)));
  const onward = new Map<string, Opened>();
  for (const link of next) onward.set(link.source.name, await opened(hop, link, tools));
  return async (...messages) => {
    const ways: (readonly Told[])[] = [];
    for (const entry of entries) ways.push(await follow(messages, entry, onward));
    const order = ({ id, arrival: { to } }: Told) => [
      ...placeOf(id, messages),
      to === undefined ? -1 : hop.to.indexOf(to),
    ];
    return joined(ways)
      .toSorted((left, right) => inOrderOf(order(left), order(right)))
      .map(({ arrival }) => arrival);
  };
}

interface Told {
  readonly id: string;
  readonly arrival: Arrival;
}

/** A link, and its target where it has one that shares no messages of the hop with others. `atOnce`: how many one invocation has. */
interface Opened {
  readonly run: OpenLink;
  readonly atOnce: number;
  readonly to?: string;
}

async function opened({ choice }: Hop, link: Link, tools: Tools): Promise<Opened> {
  const run = await openLink(link, tools);
  // Only what is joined is another thing together than one after the other.
  const atOnce = link.joins !== undefined && "batch" in link ? link.batch.maxMessages : 1;
  const [only, ...more] = link.targets;
  return { run, atOnce, ...(choice === undefined && more.length === 0 ? { to: only.name } : {}) };
}

async function follow(
  messages: readonly Message[],
  { run, to, atOnce }: Opened,
  onward: ReadonlyMap<string, Opened>,
): Promise<readonly Told[]> {
  const told: Told[] = [];
  const queued = new Map<Opened, Message[]>();
  for (let at = 0; at < messages.length; at += atOnce)
    for (const event of await run(...messages.slice(at, at + atOnce))) {
      const { id } = event;
      if ("error" in event) {
        told.push({ id, arrival: { ...(to === undefined ? {} : { to }), error: event.error } });
        continue;
      }
      const { target, branch, message } = event;
      const next = onward.get(target.name);
      if (next !== undefined) queued.set(next, [...(queued.get(next) ?? []), message]);
      else told.push({ id, arrival: { to: target.name, message, ...(branch === undefined ? {} : { branch }) } });
    }
  for (const [next, waiting] of queued) told.push(...(await follow(waiting, next, new Map())));
  return told;
}

/** What makes every link give up makes the hop give up, for all of its targets. */
function joined(ways: readonly (readonly Told[])[]): readonly Told[] {
  const [first = [], ...more] = ways;
  const isShared = ({ id, arrival }: Told) =>
    more.length > 0 && "error" in arrival && more.every((way) => way.some((told) => isSame(told, id, arrival.error)));
  const shared = first.filter(isShared);
  const rest = ways
    .flat()
    .filter(({ id, arrival }) => !("error" in arrival && shared.some((told) => isSame(told, id, arrival.error))));
  return [...shared.map(({ id, arrival: { to: _, ...arrival } }): Told => ({ id, arrival })), ...rest];
}

const isSame = ({ id, arrival }: Told, otherId: string, error: HopspanError): boolean =>
  id === otherId && "error" in arrival && arrival.error.code === error.code;

/** Of which message it was made, and its numbers there: `m.1.0` of `m`, 1, 0; of a joined message those of its first part. */
function placeOf(id: string, messages: readonly Message[]): readonly number[] {
  const own = messages
    .map((message) => message.id)
    .filter((origin) => id === origin || [".", "+"].some((mark) => id.startsWith(origin + mark)))
    .toSorted((left, right) => right.length - left.length);
  const [origin = ""] = own;
  return [messages.findIndex((message) => message.id === origin), ...numbersOf(id.slice(origin.length))];
}

const numbersOf = (rest: string): readonly number[] => rest.replace(/\+.*/, "").split(".").filter(Boolean).map(Number);

function inOrderOf(left: readonly number[], right: readonly number[]): number {
  const at = left.findIndex((number, place) => number !== right[place]);
  return at === -1 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}
