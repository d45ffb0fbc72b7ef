// `hopspan query`: asks by SQL what has landed in the tables of a run, while it goes on or after it.

import { statSync } from "node:fs";
import { resolve } from "node:path";
import { HopspanError } from "../../../shared/core/errors.ts";
import { queryLanded } from "../../local/landing/query-landed.ts";
import { jsonLines, tableLines } from "../answer-lines.ts";
import { findRunning } from "../running.ts";
import { CommandError, EXIT, type ExitCode, type Given, type Terminal, textOption, type Verb } from "../verb.ts";

/** Reads and changes nothing. Ends with 0; with 1 where SQLite does not understand the question, 3 where there is nothing to ask. */
export const query: Verb = {
  usage: "SQL",
  about: "Asks by SQL what has landed in tables (landsIn), while the fabric runs or after it",
  options: {
    landed: {
      type: "string",
      value: "DIR",
      about: "the folder that dev was given; else the run in this folder is asked",
    },
    fabric: { type: "string", value: "NAME", about: "which fabric, where several run here; or the pid of its run" },
    json: { type: "boolean", about: "print each row as one JSON line" },
  },
  examples: [
    'hopspan query "select country, count(*) from retail.orders group by 1"',
    'hopspan query "select * from retail.orders" --landed landed --json',
  ],
  async run(given, terminal) {
    const [question, ...rest] = given.words;
    if (question === undefined || rest.length > 0)
      throw new CommandError('query takes one question: npx hopspan query "select * from DATASET.TABLE"');
    return ask(folderOf(given, terminal), question, given.options["json"] === true, terminal);
  },
};

/** How many lines may wait for whoever reads them. Ours. */
const AHEAD = 1_000;

async function ask(folder: string, question: string, json: boolean, { out, written }: Terminal): Promise<ExitCode> {
  try {
    await queryLanded(folder, question, async (answer) => {
      let lines = 0;
      for (const line of json ? jsonLines(answer) : tableLines(answer)) {
        out(line);
        if (++lines % AHEAD === 0) await written();
      }
    });
    return EXIT.ok;
  } catch (thrown) {
    if (thrown instanceof HopspanError)
      throw new CommandError(`the question can't be answered: ${thrown.message}`, EXIT.failed);
    throw thrown;
  }
}

function folderOf(given: Given, { folder }: Terminal): string {
  const named = textOption(given, "landed");
  if (named !== undefined) {
    const path = resolve(folder, named);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
    throw new CommandError(`--landed ${named} is no folder: name one that dev was given`);
  }
  const { landed, fabric } = findRunning(folder, textOption(given, "fabric"));
  if (landed !== undefined) return landed;
  throw new CommandError(
    `nothing lands in fabric ${fabric}: give a topic landsIn, or name a folder with --landed`,
    EXIT.unavailable,
  );
}
