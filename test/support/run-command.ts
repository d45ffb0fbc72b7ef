// The real command in a process of its own: what it prints, how it ends, and nothing of it left behind.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll } from "vitest";

/** The project's own folder. */
export const ROOT = join(import.meta.dirname, "../..");

const COMMAND = "infra/cli/hopspan.ts";
const TIMEOUT_MS = 60_000;
/** For as long as the tests of a file may take, since it runs beside them. */
const DEV_TIMEOUT_MS = 600_000;

/** Which project's command is run, this one where absent; what it finds beside the tests' environment; when it is killed. */
export interface Launch {
  readonly root?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

/** How a command ended; `code` is null where it had to be killed. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A hook counts only while tests are collected, and a folder may be asked for by one that runs. */
const parent = mkdtempSync(join(tmpdir(), "hopspan-command-"));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

/** A folder that is removed with the file's last test, wherever it is asked for. */
export const temporaryFolder = (): string => mkdtempSync(join(parent, "f-"));

function open(cwd: string, words: readonly string[], { root = ROOT, environment, timeoutMs }: Launch = {}) {
  const env = { ...process.env, ...environment };
  const settings = { cwd, env, timeout: timeoutMs ?? TIMEOUT_MS, killSignal: "SIGKILL" } as const;
  return spawn(process.execPath, [join(root, COMMAND), ...words], settings);
}

async function ended(child: ReturnType<typeof open>): Promise<Ended> {
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), exited(child)]);
  return { code: child.exitCode, out, err };
}

async function exited(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}

/** Runs `hopspan WORDS` in a folder to its end. */
export function runCommand(cwd: string, words: readonly string[], input = "", launch?: Launch): Promise<Ended> {
  const { child, end } = startCommand(cwd, words, launch);
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  return end;
}

/** Starts `hopspan WORDS` in a folder, for whoever wants to see to its end. */
export function startCommand(cwd: string, words: readonly string[], launch?: Launch) {
  const child = open(cwd, words, launch);
  return { child, end: ended(child) };
}

/** What the first line of `dev --json` says. */
export interface Ready {
  readonly ready: true;
  readonly fabric: string;
  readonly sqs: { readonly endpoint: string };
  readonly pubsub: { readonly host: string };
  readonly links: readonly { readonly name: string; readonly crossing: string; readonly pids: readonly number[] }[];
}

/** Starts `hopspan dev FABRIC --json WORDS`; resolves once it is ready, rejects with what it said where it is not. */
export async function startDev(cwd: string, fabric: string, words: readonly string[] = [], launch?: Launch) {
  const { child, end } = startCommand(cwd, ["dev", fabric, "--json", ...words], {
    timeoutMs: DEV_TIMEOUT_MS,
    ...launch,
  });
  let seen = "";
  const line = await new Promise<string | undefined>((resolve) => {
    child.stdout.on("data", (chunk: Buffer) => {
      seen += chunk;
      const found = seen.split("\n").find((each) => each.startsWith('{"ready":'));
      if (found !== undefined && seen.includes(`${found}\n`)) resolve(found);
    });
    child.once("exit", () => resolve(undefined));
  });
  if (line === undefined) throw new Error(`dev ended before it was ready: ${(await end).err}`);
  return {
    ready: JSON.parse(line) as Ready,
    child,
    end,
    async stop(): Promise<Ended> {
      child.kill("SIGTERM");
      return end;
    },
  };
}
