// `hopspan synth`: a fabric for those who deploy it with a terraform and a CDK app of their own.

import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { describeProblem } from "../../../shared/core/errors.ts";
import { lockFor, writeGoogleModule } from "../../deploy/hand-over.ts";
import { lockFileOf } from "../../deploy/lock-file.ts";
import { loadDeployment } from "../../load-deployment.ts";
import { stageOption, wantedFrom } from "../deploying.ts";
import { CommandError, EXIT, type Terminal, textOption, type Verb } from "../verb.ts";

/** Ends with 0 once what was asked for is written. Asks no cloud, and changes none. */
export const synth: Verb = {
  usage: "[FILE] [--stage STAGE] [--google-module DIR] [--google-outputs JSON]",
  about: "Writes a fabric for a terraform and a CDK app of your own",
  options: {
    ...stageOption,
    "google-module": { type: "string", value: "DIR", about: "write the Google half there, as a terraform module" },
    "google-outputs": {
      type: "string",
      value: "JSON",
      about: "a file that terraform output -json wrote: whom roles in AWS trust, for the lock beside FILE",
    },
  },
  examples: ["hopspan synth --google-module modules/retail", "hopspan synth --google-outputs outputs.json"],
  async run(given, terminal) {
    const wanted = wantedFrom(given);
    const [folder, outputs] = [textOption(given, "google-module"), textOption(given, "google-outputs")];
    if (folder === undefined && outputs === undefined)
      throw new CommandError("synth writes what it is asked for: --google-module DIR, --google-outputs JSON, or both");
    const loaded = await loadDeployment(wanted);
    for (const problem of loaded.warnings) if (problem.severity === "warning") terminal.err(describeProblem(problem));
    if (folder !== undefined) {
      await writeGoogleModule(loaded, resolve(terminal.folder, folder));
      terminal.out(`wrote ${folder}: the Google half of fabric ${loaded.deployment.fabric}, as a terraform module`);
    }
    if (outputs !== undefined) {
      const lock = await lockFor(loaded, await textOf(outputs, terminal));
      lockFileOf(loaded).write(lock);
      terminal.out(`wrote ${loaded.lockFile}: it goes into version control, and the AWS half is made with it`);
    }
    return EXIT.ok;
  },
};

async function textOf(file: string, { folder }: Terminal): Promise<string> {
  try {
    return await readFile(resolve(folder, file), "utf8");
  } catch (error) {
    throw new CommandError(`${file} can't be read (${(error as NodeJS.ErrnoException).code ?? "unknown"})`);
  }
}
