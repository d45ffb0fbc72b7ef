// An instance from outside: a process, its port, and the requests that it has.

import { join } from "node:path";
import { startChild } from "../process/child.ts";
import { within } from "../process/within.ts";
import type { InstanceReport } from "./instance.ts";

/** What an instance is made for. */
export interface InstanceOptions {
  /** A folder with `index.cjs`, which exports `handler`. */
  readonly bundle: string;
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly onLog: (line: string) => void;
}

/** A started instance. */
export interface Instance {
  readonly pid: number | undefined;
  /** Resolves with its port, or with the reason why it can't serve: then it has been ended. */
  readonly ready: Promise<InstanceReport>;
  /** Resolves with how, when its process is gone. */
  readonly ended: Promise<string>;
  /** Requests on their way; kept by the front. */
  requests: number;
  kill(): void;
}

/** How long a start may take: https://docs.cloud.google.com/run/docs/configuring/healthchecks gives four minutes; ours. */
const START_MS = 20_000;

/** Starts the process at once. */
export function startInstance({ bundle, name, environment, onLog }: InstanceOptions): Instance {
  const { promise: told, resolve } = Promise.withResolvers<InstanceReport>();
  const child = startChild({
    script: join(import.meta.dirname, "instance.ts"),
    folder: bundle,
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
  const early = child.ended.then((how): InstanceReport => ({ failure: `the process ${how}` }));
  const ready = within<InstanceReport>(START_MS, Promise.race([told, early]), () => ({
    failure: "the start took too long",
  })).then((first) => {
    if ("failure" in first) child.kill();
    return first;
  });
  return { pid: child.pid, ready, ended: child.ended, requests: 0, kill: child.kill };
}
