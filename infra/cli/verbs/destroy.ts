// `hopspan destroy`: takes a fabric away again, and no message with it that anybody still wants.

import { bundleFunctions } from "../../bundle.ts";
import { destroyFabric } from "../../deploy/deploy-fabric.ts";
import { waiting } from "../../deploy/waiting.ts";
import { loadDeployment } from "../../load-deployment.ts";
import { deploySite, stageOption, wantedFrom } from "../deploying.ts";
import { EXIT, type Verb } from "../verb.ts";

/** Ends with 0 once nothing is left, 1 where messages wait and nobody said that they may go, or a tool refuses. */
export const destroy: Verb = {
  usage: "[FILE] [--stage STAGE] [--drop-messages]",
  about: "Takes a fabric away in both clouds",
  options: {
    ...stageOption,
    "drop-messages": { type: "boolean", about: "also where messages wait in queues or subscriptions: they are lost" },
  },
  examples: ["hopspan destroy --stage test", "hopspan destroy --drop-messages"],
  async run(given, terminal) {
    const wanted = wantedFrom(given);
    const loaded = await loadDeployment(wanted);
    const { fabric } = loaded.deployment;
    if (given.options["drop-messages"] !== true) {
      const found = await waiting(loaded.deployment, terminal.environment);
      for (const line of found) terminal.err(`  ${line}`);
      if (found.length > 0) {
        terminal.err(
          `refused: fabric ${fabric} still holds messages. Let them drain, or lose them with --drop-messages.`,
        );
        return EXIT.failed;
      }
    }
    await bundleFunctions();
    await destroyFabric(deploySite(wanted, loaded, terminal));
    terminal.out(`fabric ${fabric} is gone`);
    return EXIT.ok;
  },
};
