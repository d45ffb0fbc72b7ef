// A message taken through steps one at a time, as a tree of all that was seen on the way.

import type { HopspanError } from "../../../shared/core/errors.ts";
import type { Message } from "../../../shared/core/message.ts";
import type { Tools, Transform } from "../../../shared/core/ports.ts";
import { prepare } from "../../../shared/core/prepare.ts";
import type { TransformStep } from "../../../shared/fabric/link.ts";
import { loadChain } from "../../../shared/transforms/index.ts";
import type { LinkEvent } from "./open-link.ts";

/** Who asks for a step: the endpoint at either end, or the hop itself. */
export type Part = "source" | "hop" | "target";

/** A step that is ready. */
export interface Step extends TransformStep {
  readonly part: Part;
  readonly transform: Transform;
}

/** A message at one place of its way, and what came next; nothing where nobody has looked further. */
export interface Seen {
  readonly message: Message;
  readonly next?: Next;
}

/** The way through one link: what entered, and what the link as a whole came to. */
export interface LinkTrace {
  readonly link: string;
  readonly seen: Seen;
  readonly events: readonly LinkEvent[];
}

/** The message that several travel in, or one alone: made `before` what the target asks for, or `behind` that, of what it gives. */
export interface Joined {
  readonly parts: number;
  readonly message: Message;
  readonly place: "before" | "behind";
}

/** The way of a message to one target. `branch`: of a hop that chooses, from 0. */
export interface Way {
  readonly to: string;
  readonly branch?: number;
  readonly joined?: Joined;
  readonly ending?: Seen;
  readonly onward?: LinkTrace;
}

/**
 * `step`: became these, none where it was dropped. `failed`: the step gave up the whole message. `refused`: no target took it; `on`: the
 * way to the first one, where that has steps of its own.
 * `elsewhere`: another link of the hop takes it. `joined`: it travels in the message of one before it. `unsent`: it is fine, but another part of the whole is not.
 */
export type Next =
  | { readonly kind: "step"; readonly step: Step; readonly became: readonly Seen[] }
  | { readonly kind: "failed"; readonly step: Step; readonly error: HopspanError }
  | { readonly kind: "refused"; readonly error: HopspanError; readonly on?: Way }
  | { readonly kind: "sent"; readonly ways: readonly Way[] }
  | { readonly kind: "elsewhere" }
  | { readonly kind: "joined" }
  | { readonly kind: "unsent" };

/** A message that has passed all steps; `place`: how many passed them before it. */
export interface Leaf {
  readonly place: number;
  readonly message: Message;
}

/** Each step of a chain alone. Rejects with `ConfigError` as `loadChain`. */
export const loadSteps = (
  steps: readonly TransformStep[],
  partOf: (at: number) => Part,
  tools: Tools,
): Promise<readonly Step[]> =>
  Promise.all(
    steps.map(async (step, at) => ({ ...step, part: partOf(at), transform: await loadChain([step], tools) })),
  );

/** Every message after every step; `end` says what comes behind the last one of a message, and `finish` what it is then, by its place. */
export function walk(
  link: string,
  message: Message,
  steps: readonly Step[],
  end: (place: number) => Next | undefined = () => undefined,
  finish: (message: Message, place: number) => Message = (message) => message,
): Seen {
  let place = 0;
  const go = (here: Message, at: number): Seen => {
    const step = steps[at];
    if (step === undefined) {
      const next = end(place);
      return { message: finish(here, place++), ...(next === undefined ? {} : { next }) };
    }
    const done = stepped(link, here, step.transform);
    if ("failure" in done) return { message: here, next: { kind: "failed", step, error: done.failure } };
    const became = done.messages.map(({ id: _, trail: __, ...changed }) =>
      go({ ...changed, id: here.id, trail: here.trail }, at + 1),
    );
    return { message: here, next: { kind: "step", step, became } };
  };
  return go(message, 0);
}

/** What the relay does with a chain, for one step of it: errors get the same class. A trail is stamped once, by the whole chain. */
const stepped = (link: string, message: Message, transform: Transform) =>
  prepare({ receipt: message.id, raw: undefined, open: () => ({ ...message, trail: [] }) }, link, transform);

/** The messages that have passed all steps, in their order. */
export function leavesOf(seen: Seen): readonly Leaf[] {
  const found: Message[] = [];
  const look = ({ message, next }: Seen): void => {
    if (next === undefined) found.push(message);
    else if (next.kind === "step") next.became.forEach(look);
  };
  look(seen);
  return found.map((message, place) => ({ place, message }));
}

/** True where a step has given up any part of the message. */
export const hasFailed = ({ next }: Seen): boolean =>
  next?.kind === "failed" || (next?.kind === "step" && next.became.some(hasFailed));
