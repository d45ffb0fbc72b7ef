// The way of a message as plain JSON, for scripts: the same tree that a person sees.

import type { Hop } from "../../../shared/fabric/fabric.ts";
import { printedMessage } from "../print-message.ts";
import type { LinkTrace, Next, Seen, Way } from "./walk.ts";

/** Bodies are base64, as `receive --json` prints them; branches count from 1. */
export const traceJson = ({ link, seen }: LinkTrace, hop: Hop): object => ({ link, ...seenJson(seen, hop) });

const seenJson = ({ message, next }: Seen, hop: Hop): object => ({
  message: printedMessage(message),
  ...(next === undefined ? {} : { next: nextJson(next, hop) }),
});

function nextJson(next: Next, hop: Hop): object {
  const { kind } = next;
  const step = "step" in next ? { step: next.step.name, part: next.step.part, options: next.step.options } : {};
  switch (kind) {
    case "step":
      return { kind, ...step, became: next.became.map((each) => seenJson(each, hop)) };
    case "failed":
      return { kind, ...step, error: { code: next.error.code, message: next.error.message } };
    case "refused":
      return {
        kind,
        ...(next.on === undefined ? {} : { on: wayJson(next.on, hop) }),
        error: { code: next.error.code, message: next.error.message },
      };
    case "sent":
      return { kind, ways: next.ways.map((way) => wayJson(way, hop)) };
    case "elsewhere":
    case "joined":
    case "unsent":
      return { kind };
  }
}

function wayJson({ to, branch, joined, ending, onward }: Way, hop: Hop): object {
  const when = branch !== undefined && hop.choice?.kind === "route" ? hop.choice.branches[branch]?.when : undefined;
  return {
    to,
    ...(branch === undefined ? {} : { branch: branch + 1 }),
    ...(when === undefined ? {} : { when }),
    ...(joined === undefined ? {} : { joined: { ...joined, message: printedMessage(joined.message) } }),
    ...(ending === undefined ? {} : { ending: seenJson(ending, hop) }),
    ...(onward === undefined ? {} : { onward: traceJson(onward, hop) }),
  };
}
