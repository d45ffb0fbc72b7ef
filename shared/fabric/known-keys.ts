// What to answer to a key that the file does not have: not built yet, misplaced, or misspelt.

import { closest } from "../core/closest.ts";
import type { Path } from "./fabric.ts";

/** Keys that the file will have one day: refused by name, so that nobody believes them to work. */
const UNBUILT: ReadonlySet<string> = new Set([...["dedupe", "order"]]);

/** Keys that somebody who knows the clouds would try, and what stands for them here. */
const MISPLACED: ReadonlyMap<string, string> = new Map([
  ["sqs", "an endpoint is a queue or a topic, not both"],
  ["pubsub", "an endpoint is a queue or a topic, not both"],
  ["fifo", "a queue is FIFO exactly where its name ends in .fifo"],
  ["ordered", "a queue keeps order exactly where its name ends in .fifo"],
  ["account", "a topic has a project"],
  ["project", "a queue has an account"],
]);

/** The same on a hop. */
const OF_ENDPOINTS: ReadonlySet<string> = new Set(["claimCheck"]);

/** Endpoints, hops and the top of the file: where planned keys have a meaning. Options have keys of their own. */
const isOwnLevel = (path: Path): boolean =>
  path.length === 0 || (path.length === 2 && (path[0] === "endpoints" || path[0] === "hops"));

/** Longer keys are named by their beginning, in characters. */
const SHOWN = 60;

/** The code and the words for an unknown key of the table at `path`, which knows `known`. */
export function unknownKey(path: Path, name: string, known: readonly string[]): { code: string; message: string } {
  const key = name.length > SHOWN ? `${name.slice(0, SHOWN)}...` : name;
  const code = "UNKNOWN_KEY";
  if (isOwnLevel(path) && UNBUILT.has(key))
    return { code: "UNBUILT_KEY", message: `"${key}" is not built yet: leave it out` };
  if (path[0] === "hops" && path.length === 2 && OF_ENDPOINTS.has(key))
    return { code, message: `"${key}" is no key here: an endpoint has it` };
  const hint = path[0] === "endpoints" && path.length === 2 ? MISPLACED.get(key) : undefined;
  if (hint !== undefined) return { code, message: `"${key}" is no key here: ${hint}` };
  const meant = closest(key, known);
  if (meant !== undefined) return { code, message: `"${key}" is no key here: did you mean ${meant}?` };
  const keys = known.length === 0 ? "there are none" : `known are ${known.join(", ")}`;
  return { code, message: `"${key}" is no key here: ${keys}` };
}
