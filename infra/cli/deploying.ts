// What the verbs that deal with the clouds have in common: the stage, consent to losses, and a place to work in.

import { inventory } from "../../shared/fabric/deployment/inventory.ts";
import { bundleFunctions } from "../bundle.ts";
import type { Site } from "../deploy/site.ts";
import type { Loaded, Wanted } from "../load-deployment.ts";
import { type Change, changes } from "../plan/changes.ts";
import { unaccepted } from "../plan/consent.ts";
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

/** The losses that the command line does not agree to. */
export function openLosses({ lock, deployment }: Loaded, given: Given): readonly Change[] {
  const accepted = [given.options["accept-loss"] ?? []].flat().map(String);
  return unaccepted(changes(lock, inventory(deployment)), accepted);
}

/** What the tools say goes to standard error: standard output is for the answer. */
export function deploySite(wanted: Wanted, loaded: Loaded, { err, environment, ended }: Terminal): Site {
  return {
    wanted,
    loaded,
    environment,
    ended,
    build: bundleFunctions,
    onLine: err,
    onStep: (step) => err(`\n== ${step}`),
  };
}
