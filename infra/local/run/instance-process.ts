// An instance from outside: a process, its port, and the requests that it has.

import { join } from "node:path";
import { startChild } from "../process/child.ts";
import { freezer } from "../process/freezer.ts";
import { within } from "../process/within.ts";
import type { InstanceReport } from "./instance.ts";

/** What an instance is made for. */
export interface InstanceOptions {
  /** A folder with `index.cjs`, which exports `handler`. */
  readonly bundle: string;
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  /** An instance that holds more is ended; no limit where absent. */
  readonly memoryMb?: number;
  /** Whether an instance stands still while it has no request: on Cloud Run it has next to no CPU then. */
  readonly freezes?: boolean;
  /** Told each line that a process writes, and what befalls the processes. */
  readonly onLog: (line: string) => void;
  /** How long a start may take: 20 s where absent; Cloud Run gives 240, https://docs.cloud.google.com/run/docs/configuring/healthchecks */
  readonly startSeconds?: number;
}

/** A started instance. */
export interface Instance {
  readonly pid: number | undefined;
  /** Resolves with its port, or with the reason why it can't serve: then it has been ended. */
  readonly ready: Promise<InstanceReport>;
  /** Resolves with how, when its process is gone. */
  readonly ended: Promise<string>;
  /** To be called when it has no request any more. */
  rest(): void;
  /** To be called before it gets a request. */
  wake(): void;
  kill(): void;
}

const START_SECONDS = 20;

/** Starts the process at once. */
export function startInstance(options: InstanceOptions): Instance {
  const { bundle, name, environment, memoryMb, freezes = false, onLog, startSeconds = START_SECONDS } = options;
  const { promise: told, resolve } = Promise.withResolvers<InstanceReport>();
  const child = startChild({
    script: join(import.meta.dirname, "instance.ts"),
    folder: bundle,
    memoryMb,
    // https://docs.cloud.google.com/run/docs/container-contract#env-vars
    environment: {
      ...environment,
      K_SERVICE: name,
      K_REVISION: `${name}-00001`,
      FUNCTION_TARGET: "handler",
      FUNCTION_SIGNATURE_TYPE: "http",
    },
    onLine: onLog,
    onMessage: (message) => resolve(message as InstanceReport),
  });
  const early = child.ended.then(({ how }): InstanceReport => ({ failure: `the process ${how}` }));
  const ready = within<InstanceReport>(startSeconds * 1_000, Promise.race([told, early]), () => ({
    failure: `the start timed out after ${startSeconds.toFixed(2)} seconds`,
  })).then((first) => {
    if ("failure" in first) child.kill();
    return first;
  });
  const cold = freezer(child);
  return {
    pid: child.pid,
    ready,
    ended: child.ended.then(({ how }) => how),
    rest: () => (freezes ? cold.freeze() : undefined),
    wake: cold.thaw,
    kill: child.kill,
  };
}
