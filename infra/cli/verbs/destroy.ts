// `hopspan destroy`: takes a fabric away again, and nothing with it that anybody still wants.

import { filledBuckets, strangersLine, strangeTables } from "../../deploy/contents.ts";
import { type Standing, standing } from "../../deploy/destroy-fabric.ts";
import { waiting } from "../../deploy/waiting.ts";
import { loadDeployment } from "../../load-deployment.ts";
import { deploySite, stageOption, wantedFrom } from "../deploying.ts";
import { EXIT, type Given, type Terminal, type Verb } from "../verb.ts";

/** Ends with 0 once nothing is left, 1 where messages, rows or objects would be lost unasked, or a tool refuses. */
export const destroy: Verb = {
  usage: "[FILE] [--stage STAGE] [--drop-messages] [--drop-rows] [--drop-objects]",
  about: "Takes a fabric away in both clouds",
  options: {
    ...stageOption,
    "drop-messages": { type: "boolean", about: "also where messages wait in queues or subscriptions: they are lost" },
    "drop-rows": { type: "boolean", about: "also the tables that topics land in: their rows are lost" },
    "drop-objects": { type: "boolean", about: "also the buckets that topics land in: objects in them are lost" },
  },
  examples: ["hopspan destroy --stage test", "hopspan destroy --drop-messages"],
  async run(given, terminal) {
    const wanted = wantedFrom(given);
    const loaded = await loadDeployment(wanted);
    const { fabric } = loaded.deployment;
    const all = await standing(deploySite(wanted, loaded, given, terminal));
    const refusals = await refusalsOf(all, given, terminal);
    for (const line of refusals) terminal.err(line);
    if (refusals.length > 0) return EXIT.failed;
    await all.destroy();
    terminal.out(all.isThere ? `fabric ${fabric} is gone` : `there is nothing of fabric ${fabric} in either cloud`);
    return EXIT.ok;
  },
};

async function refusalsOf(
  { holders, things }: Standing,
  { options }: Given,
  { environment }: Terminal,
): Promise<readonly string[]> {
  const unless = async (flag: string, lines: () => Promise<readonly string[]> | readonly string[]) =>
    options[flag] === true ? [] : lines();
  const messages = await unless("drop-messages", () => waiting(holders, environment));
  const rows = await unless("drop-rows", () => holders.tables.map((name) => `table ${name}: its rows`));
  const filled = await unless("drop-objects", () => filledBuckets(holders.buckets, environment));
  const objects = filled.map((name) => `bucket ${name}: its objects`);
  const strange = await strangeTables(things, environment);
  const ways = [
    ...(messages.length > 0 ? ["let the messages drain, or lose them with --drop-messages"] : []),
    ...(rows.length > 0 ? ["lose the tables with --drop-rows"] : []),
    ...(objects.length > 0 ? ["copy the objects elsewhere, or lose them with --drop-objects"] : []),
  ];
  const losses = [...messages, ...rows, ...objects].map((line) => `  ${line}`);
  return [
    ...(losses.length > 0 ? ["refused: this would lose", ...losses, `To go on, ${ways.join("; ")}.`] : []),
    ...(strange.length > 0 ? [`refused: ${strangersLine(strange)}`] : []),
  ];
}
