// `hopspan import`: a fabric file made of what another system's file says, and a word on everything that gets lost.

import { stat, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { ConfigError, describeProblem } from "../../../shared/core/errors.ts";
import { printable } from "../../../shared/core/printable.ts";
import { fabricText } from "../../../shared/fabric/read.ts";
import { type Imported, importKubemq } from "../../kubemq/import-kubemq.ts";
import { wishesFrom } from "../import-wishes.ts";
import { quoted } from "../quoted.ts";
import { CommandError, EXIT, type ExitCode, type Terminal, textOption, type Verb } from "../verb.ts";

/**
 * Ends with 0 where every binding has become a hop, with 1 where some are left out, or all, with 2 for a call or a file that
 * can't be meant. What has no counterpart is told on standard error. Never writes over a file that is there.
 */
const importFile: Verb = {
  usage: "kubemq FILE|- [--out FILE]",
  about: "Makes a fabric of a binding file of KubeMQ Bridges, and names what gets lost",
  options: {
    out: { type: "string", value: "FILE", about: "write the fabric there; by default to standard output" },
    name: { type: "string", value: "NAME", about: "the fabric's name; by default the file's own" },
    aws: {
      type: "string",
      multiple: true,
      value: "ADDRESS[,...]",
      about: "clusters that AWS stands for: their channels become queues",
    },
    google: {
      type: "string",
      multiple: true,
      value: "ADDRESS[,...]",
      about: "clusters that Google Cloud stands for: their channels become topics",
    },
    account: { type: "string", value: "ACCOUNT", about: "the AWS account, 12 digits" },
    region: { type: "string", value: "REGION", about: "the AWS region" },
    project: { type: "string", value: "PROJECT", about: "the Google Cloud project" },
    "project-number": { type: "string", value: "NUMBER", about: "its number, which plan and deploy ask for" },
    "google-region": { type: "string", value: "REGION", about: "the Google Cloud region" },
  },
  examples: [
    "hopspan import kubemq config.yaml --out fabric.yaml",
    "hopspan import kubemq config.yaml --aws kubemq-a:50000 --google kubemq-b:50000",
    "kubectl get kubemqconnector bridges -o yaml | hopspan import kubemq -",
  ],
  async run(given, terminal) {
    const [system, file, more] = given.words;
    if (system !== "kubemq" || file === undefined || more !== undefined)
      throw new CommandError("import takes a system and one file: npx hopspan import kubemq FILE");
    const wishes = wishesFrom(given);
    const out = textOption(given, "out");
    const text = file === "-" ? await inputText(terminal) : await bindingFile(resolve(terminal.folder, file), file);
    const imported = await importKubemq(text, file, wishes).catch((error: unknown) => {
      if (!(error instanceof ConfigError)) throw error;
      return error.problems;
    });
    const isRefused = !("notes" in imported);
    // All of them, however many: there is no other command that would say the rest.
    for (const problem of isRefused ? imported : imported.notes) terminal.err(describeProblem(problem));
    return isRefused ? EXIT.usage : finish(imported, out, terminal);
  },
};

export { importFile as import };

async function finish({ text, ...counts }: Imported, out: string | undefined, terminal: Terminal): Promise<ExitCode> {
  const left = counts.leftOut === 0 ? "" : `, ${counts.leftOut} left out`;
  const told = `${count(counts.bindings, "binding")}: ${count(counts.hops, "hop")}${left}, ${count(counts.notes.length, "note")}`;
  if (text === undefined) throw new CommandError(`${told}: there is nothing to write`, EXIT.failed);
  if (out === undefined) terminal.out(text.trimEnd());
  else {
    await writeNew(resolve(terminal.folder, out), out, `${schemaLine(resolve(terminal.folder, out))}${text}`);
    terminal.out(`wrote ${printable(out)}\nnext:\n  npx hopspan check ${quoted(out)}`);
  }
  terminal.err(told);
  return counts.leftOut === 0 ? EXIT.ok : EXIT.failed;
}

const count = (amount: number, noun: string): string => `${amount} ${noun}${amount === 1 ? "" : "s"}`;

const ROOT = join(import.meta.dirname, "../../..");

/** Where editors find what the file may hold. */
const schemaLine = (path: string): string =>
  `# yaml-language-server: $schema=${relative(dirname(path), join(ROOT, "fabric.schema.json")).split(sep).join("/")}\n`;

/** Ours: a thousand bindings are half a megabyte. */
const MOST_BYTES = 4_000_000;

/** As kubectl prints it. */
async function inputText({ input, err, keyboard }: Terminal): Promise<string> {
  if (keyboard) err("reads the binding file from standard input: end it with Ctrl-D");
  return (await input()).toString("utf8");
}

async function bindingFile(path: string, file: string): Promise<string> {
  const { size } = await stat(path).catch(() => ({ size: 0 }));
  if (size > MOST_BYTES) throw new CommandError(`${file} has more than ${MOST_BYTES} bytes, as no binding file has`);
  return fabricText(path).catch((error: unknown) => {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(error.problems.map((problem) => ({ ...problem, file })));
  });
}

async function writeNew(path: string, called: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: "wx" });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = WHY_NOT.get(code ?? "") ?? `(${code ?? "unknown"})`;
    throw new CommandError(`${called} can't be written: ${why}`);
  }
}

const WHY_NOT: ReadonlyMap<string, string> = new Map([
  ["EEXIST", "it is there already"],
  ["ENOENT", "there is no such folder"],
  ["ENOTDIR", "a file stands where a folder has to be"],
  ["EACCES", "no permission"],
]);
