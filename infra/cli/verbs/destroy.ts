// `hopspan destroy`: takes a fabric away again, and nothing with it that anybody still wants.

import { filledBuckets, strangersLine, strangeTables } from "../../deploy/contents.ts";
import { type Standing, standing } from "../../deploy/destroy-fabric.ts";
import { stateAddress } from "../../deploy/lost-state.ts";
import { topicKeeping } from "../../deploy/topic-keeping.ts";
import { waiting } from "../../deploy/waiting.ts";
import { loadDeployment } from "../../load-deployment.ts";
import { deploySite, stageOption, wantedFrom } from "../deploying.ts";
import { EXIT, type Given, type Terminal, type Verb } from "../verb.ts";

/** Ends with 0 once nothing is left, 1 where messages, rows or objects would be lost unasked, or a tool refuses. */
export const destroy: Verb = {
  usage: "[FILE] [--stage STAGE] [--drop-messages] [--drop-rows] [--drop-objects] [--drop-state]",
  about: "Takes a fabric away in both clouds",
  options: {
    ...stageOption,
    "drop-messages": {
      type: "boolean",
      about: "also where messages wait, or a topic keeps some or has subscriptions of others: they are lost",
    },
    "drop-rows": { type: "boolean", about: "also the tables that topics land in: their rows are lost" },
    "drop-state": {
      type: "boolean",
      about: "also where terraform's state is lost: what is in Google Cloud stays there",
    },
    "drop-objects": { type: "boolean", about: "also the buckets that topics land in: objects in them are lost" },
  },
  examples: ["hopspan destroy --stage test", "hopspan destroy --drop-messages"],
  async run(given, terminal) {
    const wanted = wantedFrom(given);
    const loaded = await loadDeployment(wanted);
    const { fabric } = loaded.deployment;
    const accepted = given.options["drop-state"] === true ? [stateAddress(loaded)] : [];
    const all = await standing({ ...deploySite(wanted, loaded, given, terminal), accepted });
    const refusals = await refusalsOf(all, given, terminal);
    for (const line of refusals) terminal.err(line);
    if (refusals.length > 0) return EXIT.failed;
    await all.destroy();
    terminal.out(outcome(all, fabric));
    return EXIT.ok;
  },
};

function outcome({ isThere, isForgotten }: Standing, fabric: string): string {
  if (isForgotten)
    return `fabric ${fabric} is gone from AWS; what it has in Google Cloud stays there, and is forgotten`;
  return isThere ? `fabric ${fabric} is gone` : `there is nothing of fabric ${fabric} in either cloud`;
}

async function refusalsOf(
  { holders, things }: Standing,
  { options }: Given,
  { environment }: Terminal,
): Promise<readonly string[]> {
  const unless = async (flag: string, lines: () => Promise<readonly string[]> | readonly string[]) =>
    options[flag] === true ? [] : lines();
  const messages = await unless("drop-messages", () => waiting(holders, environment));
  const kept = await unless("drop-messages", () => topicKeeping(things, environment));
  const rows = await unless("drop-rows", () => holders.tables.map((name) => `table ${name}: its rows`));
  const filled = await unless("drop-objects", () => filledBuckets(holders.buckets, environment));
  const objects = filled.map((name) => `bucket ${name}: its objects`);
  const strange = await strangeTables(things, environment);
  const ways = [
    ...(messages.length > 0 ? ["let the messages drain, or lose them with --drop-messages"] : []),
    ...(kept.length > 0 ? ["lose with --drop-messages what goes with topics"] : []),
    ...(rows.length > 0 ? ["lose the tables with --drop-rows"] : []),
    ...(objects.length > 0 ? ["copy the objects elsewhere, or lose them with --drop-objects"] : []),
  ];
  const losses = [...messages, ...kept, ...rows, ...objects].map((line) => `  ${line}`);
  return [
    ...(losses.length > 0 ? ["refused: this would lose", ...losses, `To go on, ${ways.join("; ")}.`] : []),
    ...(strange.length > 0 ? [`refused: ${strangersLine(strange)}`] : []),
  ];
}
