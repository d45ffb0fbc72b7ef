// From words on a command line to a verb that runs: parsing, help, and the one place where errors become lines.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { closest } from "../../shared/core/closest.ts";
import { ConfigError, HopspanError } from "../../shared/core/errors.ts";
import { printable, printableLines } from "../../shared/core/printable.ts";
import { overview, verbHelp } from "./help.ts";
import { problemLines } from "./problem-lines.ts";
import { OutputError } from "./standard-output.ts";
import { CommandError, EXIT, type ExitCode, type Given, type Terminal, type Verb } from "./verb.ts";

const verbs: Readonly<Record<string, () => Promise<Verb>>> = {
  check: async () => (await import("./verbs/check.ts")).check,
  dev: async () => (await import("./verbs/dev.ts")).dev,
  servers: async () => (await import("./verbs/servers.ts")).servers,
  send: async () => (await import("./verbs/send.ts")).send,
  receive: async () => (await import("./verbs/receive.ts")).receive,
  query: async () => (await import("./verbs/query.ts")).query,
  test: async () => (await import("./verbs/test.ts")).test,
  try: async () => (await import("./verbs/try.ts")).try,
  schema: async () => (await import("./verbs/schema.ts")).schema,
  init: async () => (await import("./verbs/init.ts")).init,
  import: async () => (await import("./verbs/import.ts")).import,
  plan: async () => (await import("./verbs/plan.ts")).plan,
  deploy: async () => (await import("./verbs/deploy.ts")).deploy,
  destroy: async () => (await import("./verbs/destroy.ts")).destroy,
  "wrap-key": async () => (await import("./verbs/wrap-key.ts")).wrapKey,
  synth: async () => (await import("./verbs/synth.ts")).synth,
};

/** Runs one command line. Never throws: what goes wrong is said on standard error, and in the exit code. */
export async function main(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    const exit = await answer(words, terminal);
    await terminal.written().catch((error: unknown) => {
      // Whoever has heard enough may go: the answer is what it is.
      if (!(error instanceof OutputError && error.isUnheard)) throw error;
    });
    return exit;
  } catch (error) {
    return explain(error, terminal);
  }
}

async function answer([name, ...rest]: readonly string[], terminal: Terminal): Promise<ExitCode> {
  if (name === undefined || name === "--help" || name === "-h" || name === "help") return help(rest, terminal);
  if (name === "--version" || name === "-v") return say(terminal, await version());
  const verb = await find(name);
  if (rest.includes("--help") || rest.includes("-h")) return say(terminal, verbHelp(name, verb, terminal));
  return verb.run(given(name, verb, rest), terminal);
}

async function help([about, ...rest]: readonly string[], terminal: Terminal): Promise<ExitCode> {
  if (rest.length > 0) throw new CommandError("help takes one verb: npx hopspan help VERB");
  if (about !== undefined && !about.startsWith("-")) return say(terminal, verbHelp(about, await find(about), terminal));
  const all = await Promise.all(Object.entries(verbs).map(async ([name, load]) => [name, await load()] as const));
  return say(terminal, overview(all, terminal));
}

/** As `package.json` has it, and nothing around it: scripts compare it. */
async function version(): Promise<string> {
  const file = await readFile(join(import.meta.dirname, "../../package.json"), "utf8");
  return (JSON.parse(file) as { readonly version: string }).version;
}

function say(terminal: Terminal, text: string): ExitCode {
  terminal.out(text);
  return EXIT.ok;
}

async function find(name: string): Promise<Verb> {
  const load = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (load !== undefined) return load();
  const near = closest(name, Object.keys(verbs));
  throw new CommandError(
    `there is no verb "${name}"${near === undefined ? "." : `: did you mean "${near}"?`} Try: npx hopspan --help`,
  );
}

function given(name: string, { options }: Verb, words: readonly string[]): Given {
  try {
    const parsed = parseArgs({ args: [...words], options, allowPositionals: true, strict: true, tokens: true });
    const order = parsed.tokens.flatMap((token) =>
      token.kind === "option" ? [{ name: token.name, value: token.value }] : [],
    );
    once(name, options, order);
    return { words: parsed.positionals, options: parsed.values, order };
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const [said = ""] = String((error as Error).message).split(". ");
    throw new CommandError(`${said.charAt(0).toLowerCase()}${said.slice(1)}. Try: npx hopspan ${name} --help`);
  }
}

/** The parser would take the last one and say nothing of the others. */
function once(verb: string, options: Verb["options"], order: Given["order"]): void {
  const isSingle = ({ type, multiple }: Verb["options"][string]) => type === "string" && multiple !== true;
  const single = order.map(({ name }) => name).filter((name) => options[name] !== undefined && isSingle(options[name]));
  const again = single.find((name, at) => single.indexOf(name) !== at);
  if (again !== undefined) throw new CommandError(`${verb} takes --${again} once, and it is there twice`);
}

/** Something outside is not there: what a server could not be given, a cloud that does not answer, a tool. */
const UNAVAILABLE: ReadonlySet<string> = new Set(["PORT_IN_USE", "LISTEN", "UNREACHABLE", "TOOL_MISSING"]);

function explain(error: unknown, { err, environment }: Terminal): ExitCode {
  if (error instanceof CommandError) {
    err(`hopspan: ${printable(error.message)}`);
    return error.exit;
  }
  if (error instanceof OutputError) {
    if (error.isUnheard) return EXIT.ok;
    err(`hopspan: ${error.message}`);
    return EXIT.unwritten;
  }
  if (error instanceof ConfigError) {
    for (const line of problemLines(error.problems)) err(line);
    return EXIT.usage;
  }
  const said = error instanceof Error ? error : new Error(String(error));
  err(`hopspan: ${printableLines(said.message || said.name)}`);
  if (environment["HOPSPAN_DEBUG"]) err(said.stack ?? "");
  return error instanceof HopspanError && !UNAVAILABLE.has(error.code) ? EXIT.failed : EXIT.unavailable;
}
