// `hopspan destroy`: takes a fabric away again, and nothing with it that anybody still wants.

import { destroyFabric } from "../../deploy/deploy-fabric.ts";
import { type Holders, holders } from "../../deploy/holders.ts";
import { waiting } from "../../deploy/waiting.ts";
import { loadDeployment } from "../../load-deployment.ts";
import { deploySite, stageOption, wantedFrom } from "../deploying.ts";
import { EXIT, type Given, type Terminal, type Verb } from "../verb.ts";

/** Ends with 0 once nothing is left, 1 where messages or rows would be lost unasked, or a tool refuses. */
export const destroy: Verb = {
  usage: "[FILE] [--stage STAGE] [--drop-messages] [--drop-rows]",
  about: "Takes a fabric away in both clouds",
  options: {
    ...stageOption,
    "drop-messages": { type: "boolean", about: "also where messages wait in queues or subscriptions: they are lost" },
    "drop-rows": { type: "boolean", about: "also the tables that topics land in: their rows are lost" },
  },
  examples: ["hopspan destroy --stage test", "hopspan destroy --drop-messages"],
  async run(given, terminal) {
    const wanted = wantedFrom(given);
    const loaded = await loadDeployment(wanted);
    const { fabric } = loaded.deployment;
    const refusals = await refusalsOf(holders(loaded.deployment, loaded.lock), given, terminal);
    for (const line of refusals) terminal.err(line);
    if (refusals.length > 0) return EXIT.failed;
    await destroyFabric(deploySite(wanted, loaded, terminal));
    terminal.out(`fabric ${fabric} is gone`);
    return EXIT.ok;
  },
};

async function refusalsOf(all: Holders, { options }: Given, { environment }: Terminal): Promise<readonly string[]> {
  const messages = options["drop-messages"] === true ? [] : await waiting(all, environment);
  const rows = options["drop-rows"] === true ? [] : all.tables.map((name) => `table ${name}: its rows`);
  const ways = [
    ...(messages.length > 0 ? ["let the messages drain, or lose them with --drop-messages"] : []),
    ...(rows.length > 0 ? ["lose the tables with --drop-rows"] : []),
  ];
  if (ways.length === 0) return [];
  return [
    "refused: this would lose",
    ...[...messages, ...rows].map((line) => `  ${line}`),
    `To go on, ${ways.join("; ")}.`,
  ];
}
