// `hopspan plan`: what a deployment would do in both clouds, who may do what, and what it costs.

import { describeProblem } from "../../../shared/core/errors.ts";
import { parseLoad } from "../../cost/parse-load.ts";
import { renderCost } from "../../cost/render.ts";
import { compareFabric } from "../../deploy/deploy-fabric.ts";
import { loadDeployment } from "../../load-deployment.ts";
import { refusalLines } from "../../plan/consent.ts";
import { changeLines, grantLines } from "../../plan/describe.ts";
import { type FabricPlan, planFabric } from "../../plan/plan-fabric.ts";
import { acceptOption, deploySite, openLosses, stageOption, wantedFrom } from "../deploying.ts";
import { EXIT, type Given, textOption, type Verb } from "../verb.ts";

/** What a link is taken to carry where nobody says. */
const LOAD = { rate: "10/s", size: "1KB" };

/** Ends with 0 where `deploy` could go on, 1 where something would be lost and nobody agreed. Changes nothing. */
export const plan: Verb = {
  usage: "[FILE] [--stage STAGE] [--rate RATE] [--size SIZE] [--live]",
  about: "Shows what deploy would do in both clouds, the rights, and the cost",
  options: {
    ...stageOption,
    rate: {
      type: "string",
      value: "RATE",
      about: `messages of each link, as 100/s or 2M/day; ${LOAD.rate} if not given`,
    },
    size: { type: "string", value: "SIZE", about: `bytes of a body, as 512B or 4KB; ${LOAD.size} if not given` },
    peak: { type: "string", value: "RATE", about: "how fast messages come while they come, where they come in bursts" },
    compressed: { type: "string", value: "SHARE", about: "what gzip leaves of a body, as 25%" },
    live: { type: "boolean", about: "also ask both clouds how they differ, by terraform plan and cdk diff" },
    json: { type: "boolean", about: "print one JSON object" },
    ...acceptOption,
  },
  examples: ["hopspan plan", "hopspan plan --stage prod --rate 500/s --size 2KB", "hopspan plan --live"],
  async run(given, terminal) {
    const wanted = wantedFrom(given);
    const load = parseLoad({ ...LOAD, ...written(given) });
    const loaded = await loadDeployment(wanted);
    const planned = planFabric(loaded, load, new Date());
    const losses = openLosses(loaded, given);
    if (given.options["json"] === true) terminal.out(JSON.stringify({ ...planned, unaccepted: losses }));
    else for (const line of lines(planned, grantLines(loaded.deployment))) terminal.out(line);
    if (given.options["live"] === true) await compareFabric(deploySite(wanted, loaded, terminal));
    for (const line of refusalLines(losses)) terminal.err(line);
    return losses.length === 0 ? EXIT.ok : EXIT.failed;
  },
};

function written(given: Given) {
  const words = (["rate", "size", "peak", "compressed"] as const).map(
    (name) => [name, textOption(given, name)] as const,
  );
  return Object.fromEntries(words.filter(([, text]) => text !== undefined));
}

const lines = ({ fabric, changes, findings, cost }: FabricPlan, rights: readonly string[]): readonly string[] => [
  `plan of fabric ${fabric}`,
  "",
  ...changeLines(changes),
  "",
  "Rights of each function, and no others but to write its own log",
  ...rights,
  "",
  ...(findings.length === 0 ? ["check finds nothing to say."] : findings.map(describeProblem)),
  "",
  ...renderCost(cost),
];
