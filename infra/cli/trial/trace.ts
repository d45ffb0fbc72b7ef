// A message's whole way through a hop, step by step, for somebody who looks on.

import { classify, type HopspanError } from "../../../shared/core/errors.ts";
import { partsOf as countOf } from "../../../shared/core/joined-message.ts";
import type { Message } from "../../../shared/core/message.ts";
import type { Tools, Transform } from "../../../shared/core/ports.ts";
import { eventsApart } from "../../../shared/fabric/events-apart.ts";
import type { Fabric, Hop } from "../../../shared/fabric/fabric.ts";
import { endingSteps, enteringSteps } from "../../../shared/fabric/hop-steps.ts";
import type { Join, Link, TransformStep } from "../../../shared/fabric/link.ts";
import { linkSinks } from "../../../shared/fabric/link-sinks.ts";
import { linksBehind } from "./open-hop.ts";
import { isJoined, type LinkEvent, openLink } from "./open-link.ts";
import {
  hasFailed,
  type Joined,
  type Leaf,
  type LinkTrace,
  leavesOf,
  loadSteps,
  type Next,
  type Part,
  type Seen,
  type Step,
  type Way,
  walk,
} from "./walk.ts";

/** One trace for each link that takes from the source; those behind inner queues stand where their messages come from. */
export async function traceHop(
  { fabric, hop, from, tools }: { fabric: Fabric; hop: Hop; from: string; tools: Tools },
  message: Message,
): Promise<readonly LinkTrace[]> {
  const { first, next } = linksBehind(fabric, hop, from);
  const onward = new Map(next.map((link) => [link.source.name, link]));
  const traces: LinkTrace[] = [];
  for (const link of first)
    traces.push(await traceLink({ hop, tools, onward, parts: partsOf(fabric, hop, link) }, link, message));
  return traces;
}

interface Around {
  /** What joined messages are before what their target asks for. */
  readonly unended?: readonly LinkEvent[];
  readonly hop: Hop;
  readonly tools: Tools;
  readonly onward: ReadonlyMap<string, Link>;
  readonly parts: readonly Part[];
}

/** Which of a link's steps its endpoints ask for: the first ones, and the last ones where it has no choice and joins nothing. */
function partsOf(fabric: Fabric, hop: Hop, { source, targets, choice, joins, transforms }: Link): readonly Part[] {
  const entering = enteringSteps(fabric, hop, source).length;
  const [only, ...more] = targets;
  const isHeldFirst = choice === undefined && more.length === 0 && joins?.[0]?.of !== "messages";
  const ending = isHeldFirst ? endingSteps(fabric, hop, only).held.length : 0;
  return transforms.map((_, at) => (at < entering ? "source" : at >= transforms.length - ending ? "target" : "hop"));
}

async function traceLink(around: Around, link: Link, message: Message): Promise<LinkTrace> {
  const { tools, parts } = around;
  const events = await (await openLink(link, tools))(message);
  const steps = await loadSteps(link.transforms, (at) => parts[at] ?? "target", tools);
  const finish = toldApart(link, walk(link.name, message, steps));
  const unended = await unendedOf(around, link, message);
  const ends = await endsOf({ ...around, unended }, link, walk(link.name, message, steps, undefined, finish), events);
  const seen = walk(link.name, message, steps, (leaf) => ends.get(leaf) ?? { kind: "unsent" }, finish);
  return { link: link.name, seen, events };
}

/** Several messages of one event become several events behind the last step: see `eventsApart`. */
function toldApart({ transforms: [first] }: Link, { next }: Seen): (message: Message, place: number) => Message {
  if (first?.name !== "from-cloudevents" || next?.kind !== "step") return (message) => message;
  const apart = next.became.flatMap((event) =>
    eventsApart(() => leavesOf(event).map(({ message }) => message))(event.message),
  );
  return (message, place) => apart[place] ?? message;
}

/** The same link, whose targets ask for nothing; only of one that joins. */
async function unendedOf({ tools }: Around, link: Link, message: Message): Promise<readonly LinkEvent[]> {
  const { endings: _, ...bare } = link;
  return link.joins === undefined ? [] : (await openLink(bare, tools))(message);
}

/** What became of each message that the steps made, by its place among them: as the link itself has told it. */
async function endsOf(
  around: Around,
  link: Link,
  seen: Seen,
  events: readonly LinkEvent[],
): Promise<ReadonlyMap<number, Next>> {
  const { onlyOwn } = await linkSinks(link, around.tools);
  const leaves = leavesOf(seen);
  const judged = new Map(leaves.map((leaf) => [leaf, judge(onlyOwn, leaf)]));
  const own = leaves.filter((leaf) => judged.get(leaf) === "own");
  // One part that is hopeless gives up the whole before anything is sent.
  const isGivenUp = hasFailed(seen) || [...judged.values()].some((verdict) => typeof verdict === "object");
  const ends = new Map<number, Next>();
  for (const leaf of leaves) {
    const verdict = judged.get(leaf) ?? "own";
    const id = own.length > 1 ? `${seen.message.id}.${own.indexOf(leaf)}` : seen.message.id;
    const told = isGivenUp ? [] : events.filter((event) => event.id === id || isJoined(event.id, id));
    const isPart = !isGivenUp && told.length === 0 && link.joins !== undefined;
    if (verdict === "elsewhere") ends.set(leaf.place, { kind: "elsewhere" });
    else if (verdict !== "own") ends.set(leaf.place, { kind: "refused", error: verdict });
    else if (isPart) ends.set(leaf.place, { kind: "joined" });
    else ends.set(leaf.place, await endOf(around, link, { ...leaf, message: { ...leaf.message, id } }, told));
  }
  return ends;
}

/** Whether the link itself takes the message; an error where its choice can't judge it, which gives up the whole. */
function judge(onlyOwn: Transform | undefined, { message }: Leaf): "own" | "elsewhere" | HopspanError {
  try {
    return onlyOwn === undefined || onlyOwn(message).length > 0 ? "own" : "elsewhere";
  } catch (thrown) {
    return classify(thrown);
  }
}

async function endOf(around: Around, link: Link, { message }: Leaf, told: readonly LinkEvent[]): Promise<Next> {
  const [first] = told;
  if (first === undefined) return { kind: "unsent" };
  if ("error" in first) {
    const on = link.endings === undefined ? undefined : await refusedOn(around, link, message);
    return { kind: "refused", error: first.error, ...(on === undefined ? {} : { on }) };
  }
  const sent = told.flatMap((event) => ("error" in event ? [] : [event]));
  const ways = await Promise.all(sent.map((event) => wayOf(around, link, message, event)));
  return { kind: "sent", ways };
}

/** Where the message would have gone if that target asked for nothing; nowhere where no branch takes it. */
async function refusedOn(around: Around, link: Link, message: Message): Promise<Way | undefined> {
  const { endings: _, opposites: __, ...bare } = link;
  const [event] = await (await openLink({ ...bare, transforms: [] }, around.tools))(message);
  return event === undefined || "error" in event ? undefined : wayOf(around, link, message, event);
}

/** To one target: how it was chosen, what the target alone asks for, and what a link behind an inner queue does. */
async function wayOf(
  around: Around,
  link: Link,
  before: Message,
  event: Exclude<LinkEvent, { readonly error: HopspanError }>,
): Promise<Way> {
  const { target, branch, message } = event;
  const behind = around.onward.get(target.name);
  const place = link.targets.findIndex(({ name }) => name === target.name);
  const endings = link.endings?.[place] ?? [];
  const joined = joinedOf(around, link.joins?.[place], event);
  const taken = joined?.place === "before" ? joined.message : before;
  return {
    to: target.name,
    ...(branch === undefined || behind !== undefined ? {} : { branch }),
    ...(joined === undefined ? {} : { joined }),
    ...(endings.length === 0 ? {} : { ending: await endingOf(around.tools, link.name, taken, endings) }),
    ...(behind === undefined
      ? {}
      : { onward: await traceLink({ ...around, parts: [], onward: new Map() }, behind, message) }),
  };
}

/** What one travels in, also alone: a list of one is another body than the one. */
function joinedOf(
  { unended = [] }: Around,
  join: Join | undefined,
  { id, target, message }: Exclude<LinkEvent, { readonly error: HopspanError }>,
): Joined | undefined {
  if (join === undefined) return undefined;
  const parts = countOf(id);
  if (join.of === "events") return { parts, message, place: "behind" };
  const bare = unended.find((event) => event.id === id && "target" in event && event.target.name === target.name);
  return { parts, message: bare !== undefined && "message" in bare ? bare.message : message, place: "before" };
}

async function endingOf(
  tools: Tools,
  link: string,
  message: Message,
  endings: readonly TransformStep[],
): Promise<Seen> {
  const steps: readonly Step[] = await loadSteps(endings, () => "target", tools);
  return walk(link, message, steps);
}
