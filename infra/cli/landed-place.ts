// Where a run's landings write: the folder that --landed names, or one that goes with the run.

import { resolve } from "node:path";
import { HopspanError } from "../../shared/core/errors.ts";
import type { LandingPlan } from "../../shared/fabric/deployment/landing-plan.ts";
import { type LandedFolder, landedFolder } from "../local/landing/landed-folder.ts";
import { CommandError, type Given, type Options, type Terminal, textOption } from "./verb.ts";

/** The option of a verb that runs landings. */
export const LANDED_OPTION = {
  landed: {
    type: "string",
    value: "DIR",
    about: "where what lands in tables and buckets lies, and stays; else it goes with the run",
  },
} as const satisfies Options;

/** None where nothing lands. Throws `CommandError` for a folder that can't be made, and where nothing would come to the one named. */
export function landedPlace(
  plans: readonly LandingPlan[],
  given: Given,
  { folder }: Pick<Terminal, "folder">,
): LandedFolder | undefined {
  const named = textOption(given, "landed");
  if (plans.length === 0) {
    if (named === undefined) return undefined;
    throw new CommandError("--landed is for a fabric in which topics land: give one landsIn, or leave it out");
  }
  try {
    return landedFolder(named === undefined ? undefined : resolve(folder, named));
  } catch (thrown) {
    if (thrown instanceof HopspanError)
      throw new CommandError(`--landed ${named ?? "DIR"} is taken: ${thrown.message}; name a folder for each`);
    const { code = "unknown" } = thrown as NodeJS.ErrnoException;
    throw new CommandError(`--landed ${named ?? "DIR"} must be a folder that can be written to (${code})`);
  }
}
