// What becomes of each thing from one deployment to the next, and what would be lost on the way.

import type { Lock } from "../../shared/fabric/deployment/lock.ts";
import { isPartlyKnown } from "../../shared/fabric/deployment/lock.ts";
import { wasNoted } from "../../shared/fabric/deployment/older-lock.ts";
import { type Inventory, placeIn, type Settings, type Thing } from "../../shared/fabric/deployment/things/thing.ts";
import { hintOf, hintOfGoing } from "./hints.ts";
import { isReplaced, lossOf, lossOfTaking, lossWithin } from "./losses.ts";
import { restartOf } from "./pipe-restart.ts";

/** What is done to one thing. `replace`: it can't change in place, so the old one goes. */
export interface Change {
  readonly address: string;
  readonly verb: "make" | "change" | "replace" | "remove";
  /** Account and region, or project and region; both or one of them. */
  readonly where: readonly string[];
  readonly thing: Thing;
  /** Names of settings that differ. */
  readonly settings: readonly string[];
  /** What these were before; absent where the thing is new, or goes. */
  readonly was?: Settings;
  /** What is gone afterwards, in words; absent where nothing is. */
  readonly loss?: string;
  /** What else somebody should know of it; absent as a rule. */
  readonly note?: string;
}

/**
 * In the order of the new deployment, then what is removed. Nothing for what stays as it is, or for what a lock of an
 * older Hopspan says nothing of. What a deployment may have left that did not come to its end is taken for there where it
 * would be lost, and for missing where it is to be made.
 */
export function changes(lock: Pick<Lock, "made" | "begun">, after: Inventory): readonly Change[] {
  const { made, begun } = lock;
  const isOpen = (thing: Thing) => isPartlyKnown(lock) && !wasNoted(thing);
  const kept = Object.entries(after).flatMap(([address, thing]) =>
    own(made, address) === undefined && isOpen(thing)
      ? []
      : changed(address, own(made, address), own(begun, address), thing),
  );
  const removed = Object.entries({ ...begun, ...made })
    .filter(([address]) => !Object.hasOwn(after, address))
    .map(([address, thing]) => ({
      ...whatOf(address, thing),
      verb: "remove" as const,
      settings: [],
      ...lossOf(thing),
      ...hintOfGoing(thing),
    }));
  return [...kept, ...removed];
}

const own = (things: Inventory, address: string): Thing | undefined =>
  Object.hasOwn(things, address) ? things[address] : undefined;

function changed(address: string, made: Thing | undefined, begun: Thing | undefined, thing: Thing): readonly Change[] {
  const before = [made, begun].filter((each) => each !== undefined);
  const settings = [...new Set(before.flatMap((old) => differing(old, thing)))];
  if (made !== undefined && settings.length === 0) return [];
  const [old] = before;
  const was = old === undefined ? {} : { was: only(old.settings, settings) };
  const change = { ...whatOf(address, thing), settings, ...was };
  const taken = lossOfTaking(made, thing);
  const replaced = before.find((each) => isReplaced(each, thing));
  if (replaced !== undefined)
    return [
      {
        ...change,
        verb: "replace",
        ...lossOf(thing),
        ...taken,
        ...restartOf(replaced, thing),
        ...hintOf(replaced, thing),
      },
    ];
  const loss = before.map((each) => lossWithin(each, thing)).find((each) => each !== undefined);
  const hint = made === undefined ? {} : hintOf(made, thing);
  return [
    { ...change, verb: made === undefined ? "make" : "change", ...(loss === undefined ? taken : { loss }), ...hint },
  ];
}

const whatOf = (address: string, thing: Thing) => ({
  address,
  where: whereIs(address, thing).filter((each) => each !== ""),
  thing,
});

function whereIs(address: string, thing: Thing): readonly string[] {
  const { cloud, kind, name, settings } = thing;
  const { project = "", location = "" } = settings;
  // A bucket's name is the world's, and services are in the project that they are called after.
  if (kind === "bucket" && cloud === "gcp") return [String(project), String(location)];
  return kind === "services" ? [name] : placeIn(address);
}

/** Settings that are not the same; of what an older Hopspan noted, only those that it knew. */
function differing(old: Thing, thing: Thing): readonly string[] {
  const names = [...new Set([...Object.keys(old.settings), ...Object.keys(thing.settings)])];
  const isKnown = (name: string) =>
    old.older !== true || (Object.hasOwn(old.settings, name) && Object.hasOwn(thing.settings, name));
  return names.filter((name) => isKnown(name) && old.settings[name] !== thing.settings[name]);
}

const only = (settings: Settings, names: readonly string[]): Settings =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => names.includes(name)));
