// `hopspan deploy`: both clouds from one file, in one go.

import { describeProblem } from "../../../shared/core/errors.ts";
import { deployFabric } from "../../deploy/deploy-fabric.ts";
import { loadDeployment } from "../../load-deployment.ts";
import { refusalLines } from "../../plan/consent.ts";
import { acceptOption, deploySite, openLosses, stageOption, strayConsent, wantedFrom } from "../deploying.ts";
import { EXIT, type Verb } from "../verb.ts";

/** Ends with 0 once both clouds are as the file says, 1 where consent is missing or a tool refuses. */
export const deploy: Verb = {
  usage: "[FILE] [--stage STAGE] [--accept-loss ADDRESS]",
  about: "Makes or changes a fabric in both clouds",
  options: { ...stageOption, ...acceptOption },
  examples: ["hopspan deploy", "hopspan deploy fabric.yaml --stage prod"],
  async run(given, terminal) {
    const wanted = wantedFrom(given);
    const loaded = await loadDeployment(wanted);
    const losses = openLosses(loaded, given);
    for (const line of refusalLines(losses)) terminal.err(line);
    if (losses.length > 0) return EXIT.failed;
    for (const problem of loaded.warnings) if (problem.severity === "warning") terminal.err(describeProblem(problem));
    const { losses: found, refused } = await deployFabric(deploySite(wanted, loaded, given, terminal));
    for (const line of [...strayConsent(loaded, found, given), ...refusalLines(refused)]) terminal.err(line);
    if (refused.length > 0) return EXIT.failed;
    terminal.out(`fabric ${loaded.deployment.fabric} is deployed; ${loaded.lockFile} goes into version control`);
    return EXIT.ok;
  },
};
