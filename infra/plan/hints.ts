// What somebody has to know of a change beside what is lost: how it can be done at all.

import type { Thing } from "../../shared/fabric/deployment/things/thing.ts";

/** A word of advice; nothing where the deployment goes its way. */
export interface Hint {
  readonly note?: string;
}

const TAKEN =
  "the new one can't be made while the old one is there: rename it in the cloud, too, or deploy twice, without it and with it";
const STAYS = "it stays, with what is in it: to use it again, name it with existing: true";
const MOVED = "deploy stops, and prints the command that moves it";

/**
 * Of a queue or topic that keeps its name while its endpoint has another one, and so goes before the new one comes; and of
 * terraform's state, which nobody moves unasked.
 */
export function hintOf(old: Thing, thing: Thing): Hint {
  if (thing.kind === "state") return { note: MOVED };
  const isNamed = thing.kind === "queue" || thing.kind === "topic";
  return isNamed && old.name === thing.name && old.of !== thing.of ? { note: TAKEN } : {};
}

/** Of a bucket in AWS, which CloudFormation leaves where it is. */
export const hintOfGoing = ({ cloud, kind }: Thing): Hint =>
  cloud === "aws" && kind === "bucket" ? { note: STAYS } : {};
