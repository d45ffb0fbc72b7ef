// What the verbs that deal with the clouds have in common: the stage, consent to losses, and a place to work in.

import { inventory } from "../../shared/fabric/deployment/inventory.ts";
import { bundleFunctions } from "../bundle.ts";
import { lockFileOf } from "../deploy/lock-file.ts";
import type { Site } from "../deploy/site.ts";
import type { Loaded, Wanted } from "../load-deployment.ts";
import { type Change, changes } from "../plan/changes.ts";
import { type Loss, strayNotes, unaccepted } from "../plan/consent.ts";
import { DEFAULT_FILE } from "./load-fabric.ts";
import { CommandError, type Given, type Terminal, textOption } from "./verb.ts";

/** `--stage`, for every verb that deals with the clouds. */
export const stageOption = {
  stage: {
    type: "string",
    value: "STAGE",
    about: "one of several fabrics of this file, side by side: its name stands behind every name that is made",
  },
} as const;

/** `--accept-loss`, for verbs that may take something away. */
export const acceptOption = {
  "accept-loss": {
    type: "string",
    multiple: true,
    value: "ADDRESS",
    about: "agree to lose what this thing holds, or `all`; may be given several times",
  },
} as const;

/** The file and stage that were named. */
export function wantedFrom(given: Given): Wanted {
  const [file = DEFAULT_FILE, more] = given.words;
  if (more !== undefined) throw new CommandError("one fabric file is enough");
  const stage = textOption(given, "stage");
  return { file, ...(stage === undefined ? {} : { stage }) };
}

/** The losses, as the lock tells, that the command line does not agree to. */
export const openLosses = ({ lock, deployment }: Loaded, given: Given): readonly Change[] =>
  unaccepted(changes(lock, inventory(deployment)), acceptedIn(given));

/** Those of these losses that the command line does not agree to. */
export const openIn = (found: readonly Loss[], given: Given): readonly Loss[] => unaccepted(found, acceptedIn(given));

/** Notes of words of consent that nothing needs, neither by the lock nor by what the tools have found. */
export const strayConsent = ({ lock, deployment }: Loaded, found: readonly Loss[], given: Given): readonly string[] =>
  strayNotes([...changes(lock, inventory(deployment)), ...found], acceptedIn(given));

const acceptedIn = ({ options }: Given): readonly string[] => [options["accept-loss"] ?? []].flat().map(String);

/** What the tools say goes to standard error: standard output is for the answer. */
export function deploySite(wanted: Wanted, loaded: Loaded, given: Given, { err, environment, ended }: Terminal): Site {
  return {
    wanted,
    loaded,
    lockFile: lockFileOf(loaded),
    accepted: acceptedIn(given),
    environment,
    ended,
    build: bundleFunctions,
    onLine: err,
    // Standard error itself, which a tool can go on with when this process is no more.
    writesTo: 2,
    onStep: (step) => err(`\n== ${step}`),
  };
}
