// `hopspan plan`: what a deployment would do in both clouds, who may do what, and what it costs.

import { parseLoad } from "../../cost/parse-load.ts";
import { compareFabric } from "../../deploy/deploy-fabric.ts";
import { type Preview, previewDeployment, type Wanted } from "../../load-deployment.ts";
import { type Loss, merged, refusalLines } from "../../plan/consent.ts";
import { planFabric } from "../../plan/plan-fabric.ts";
import { longLines, SECTIONS, shortLines } from "../../plan/plan-lines.ts";
import { acceptOption, deploySite, openIn, openLosses, stageOption, strayConsent, wantedFrom } from "../deploying.ts";
import { CommandError, EXIT, type Given, type Terminal, textOption, type Verb } from "../verb.ts";
import { hanging } from "../wrap.ts";

/** What a link is taken to carry where nobody says. */
const LOAD = { rate: "10/s", size: "1KB" };

/** Ends with 0 where `deploy` could go on, 1 where the file is not whole, or something would be lost and nobody agreed. Changes nothing. */
export const plan: Verb = {
  usage: "[FILE] [--stage STAGE] [--rate RATE] [--size SIZE] [--long] [--live]",
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
    long: { type: "boolean", about: "everything in full: each thing, each right, all of check, each item of the cost" },
    show: { type: "string", multiple: true, value: "PART", about: `only one part, in full: ${SECTIONS.join(", ")}` },
    live: { type: "boolean", about: "also ask both clouds how they differ, by terraform plan and cdk diff" },
    json: { type: "boolean", about: "print one JSON object" },
    ...acceptOption,
  },
  examples: ["hopspan plan", "hopspan plan --stage prod --rate 500/s --size 2KB", "hopspan plan --live"],
  async run(given, terminal) {
    const wanted = wantedFrom(given);
    const load = parseLoad({ ...LOAD, ...written(given) });
    const chosen = sectionsIn(given);
    const loaded = await previewDeployment(wanted);
    const planned = planFabric(loaded, load, new Date());
    const losses = openLosses(loaded, given);
    if (given.options["json"] === true) terminal.out(JSON.stringify({ ...planned, unaccepted: losses }));
    else {
      const lines = chosen.length === 0 ? shortLines(planned) : longLines(planned, chosen);
      for (const line of lines.flatMap((each) => folded(each, terminal.columns))) terminal.out(line);
    }
    const found = await foundLive(wanted, loaded, given, terminal);
    const open = merged(losses, openIn(found, given));
    for (const line of [...strayConsent(loaded, found, given), ...refusalLines(open)]) terminal.err(line);
    return open.length === 0 && loaded.gaps.length === 0 ? EXIT.ok : EXIT.failed;
  },
};

/** What the clouds themselves say of losses, where they are asked. */
async function foundLive(wanted: Wanted, loaded: Preview, given: Given, terminal: Terminal): Promise<readonly Loss[]> {
  if (given.options["live"] !== true) return [];
  if (loaded.gaps.length === 0) return compareFabric(deploySite(wanted, loaded, given, terminal));
  terminal.err("hopspan: no cloud was asked: the file does not say yet which account and project it is for");
  return [];
}

function sectionsIn({ options }: Given): readonly (typeof SECTIONS)[number][] {
  const named = [options["show"] ?? []].flat().map(String);
  const stray = named.find((name) => !SECTIONS.some((section) => section === name));
  if (stray !== undefined) throw new CommandError(`--show ${stray}: a plan has ${SECTIONS.join(", ")}`);
  return options["long"] === true ? SECTIONS : SECTIONS.filter((section) => named.includes(section));
}

/** A long line goes on below, further in than it began; a row of a table, which has gaps in it, stays one. */
function folded(line: string, columns: number): readonly string[] {
  if (line.length <= columns || /\S {2,}\S/.test(line)) return [line];
  const indent = line.length - line.trimStart().length;
  return hanging(line.slice(0, indent), indent + 4, line.trimStart(), columns);
}

function written(given: Given) {
  const words = (["rate", "size", "peak", "compressed"] as const).map(
    (name) => [name, textOption(given, name)] as const,
  );
  return Object.fromEntries(words.filter(([, text]) => text !== undefined));
}
