// Joins the sinks of a link's targets into the one that its relay sends to: all of them or one, and no faster than it may.

import { byRoute } from "../core/by-route.ts";
import { byWeight } from "../core/by-weight.ts";
import { rateLimiter } from "../core/limit-rate.ts";
import type { Sink, Tools, Transform } from "../core/ports.ts";
import { toAll } from "../core/to-all.ts";
import { type Choose, ELSEWHERE, toOne } from "../core/to-one.ts";
import { withEnding } from "../core/with-ending.ts";
import { loadChain } from "../transforms/index.ts";
import type { Choice, Link } from "./link.ts";
import { joinInto } from "./link-joins.ts";

/** Makes one sink of several: `sinkTo` is called once for each target. */
export type SinkOf = <Target>(targets: readonly [Target, ...Target[]], sinkTo: (target: Target) => Sink) => Sink;

/** What a link does with its targets. */
export interface LinkSinks {
  readonly sinkOf: SinkOf;
  /** Drops what another link of the hop takes; there only where one may. Comes after the link's transforms. */
  readonly onlyOwn?: Transform;
}

/** Loads only what the link names. Rejects with `ConfigError` as `loadChain`. */
export async function linkSinks(link: Link, tools: Tools): Promise<LinkSinks> {
  const { choice, endings = [], joins = [], messagesPerSecond } = link;
  const [choose, ends, into] = await Promise.all([
    choice === undefined ? undefined : chooseBy(choice, tools),
    Promise.all(endings.map(async (steps) => (steps.length === 0 ? undefined : loadChain(steps, tools)))),
    Promise.all(joins.map((join) => joinInto(join, tools))),
  ]);
  return {
    ...(choose !== undefined && isShared(choice) ? { onlyOwn: onlyOwn(choose) } : {}),
    sinkOf(targets, sinkTo) {
      const limited = messagesPerSecond === undefined ? unlimited : rateLimiter(messagesPerSecond);
      const sinks = targets.map((target, at) => {
        const finished = (sink: Sink) => ended(sink, ends[at]);
        // What travels as one counts as one, whichever target it is for.
        return into[at]?.(limited(sinkTo(target)), finished) ?? finished(sinkTo(target));
      });
      const all = choose === undefined ? toAll(sinks) : toOne(sinks, choose);
      return joins.length > 0 ? all : limited(all);
    },
  };
}

const unlimited = (sink: Sink): Sink => sink;

const ended = (sink: Sink, ending: Transform | undefined): Sink =>
  ending === undefined ? sink : withEnding(sink, ending);

/** Whatever a branch is for, what it lets through is for `keep-when` to say. */
async function chooseBy(choice: Choice, tools: Tools): Promise<Choose> {
  switch (choice.kind) {
    case "weight": {
      const order = byWeight(choice.weights);
      return (message) => ownFirst(order(message).map((at) => choice.targets[at] ?? ELSEWHERE));
    }
    case "route":
      return byRoute(
        await Promise.all(
          choice.branches.map(async ({ when, target }) =>
            when === undefined
              ? { target }
              : { target, keep: await loadChain([{ name: "keep-when", options: { when } }], tools) },
          ),
        ),
      );
  }
}

/** Where the first choice is another link's, so is the message; a splitter has one inner queue for several targets. */
function ownFirst(order: readonly number[]): readonly number[] {
  if (order[0] === ELSEWHERE) return [ELSEWHERE];
  return [...new Set(order)].filter((target) => target !== ELSEWHERE);
}

/** True where some of the hop's messages are another link's. */
const isShared = (choice: Choice | undefined): boolean =>
  (choice?.kind === "route" ? choice.branches.map(({ target }) => target) : (choice?.targets ?? [])).includes(
    ELSEWHERE,
  );

const onlyOwn =
  (choose: Choose): Transform =>
  (message) =>
    choose(message)[0] === ELSEWHERE ? [] : [message];
