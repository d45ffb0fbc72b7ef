// Starts a stranger's server for the time of a test file: on a free port, silent, and gone at the end whatever happens.

import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { connect, createServer } from "node:net";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** A server that runs. */
export interface Party {
  readonly host: string;
  stop(): Promise<void>;
}

/** The full path of a program on the PATH. */
export function findProgram(name: string): string | undefined {
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** Resolves once the server takes connections; rejects where it ends before, or takes longer than a minute. */
export async function startParty(
  program: string,
  parameters: (port: number) => readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Party> {
  const port = await freePort();
  // A process group of its own, so that a launcher script can't leave the real server behind.
  const env = { ...process.env, ...environment };
  const child = spawn(program, parameters(port), { stdio: "ignore", detached: true, env });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()).once("error", () => resolve()));
  const atExit = () => end(child);
  process.once("exit", atExit);
  const stop = async () => {
    end(child);
    await ended;
    process.off("exit", atExit);
  };
  for (let tries = 0; tries < 600; tries++) {
    if (child.exitCode !== null || child.pid === undefined) break;
    if (await answers(port)) return { host: `127.0.0.1:${port}`, stop };
    await pause(100);
  }
  await stop();
  throw new Error(`${program} does not answer on its port`);
}

function end({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It is gone already.
  }
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
