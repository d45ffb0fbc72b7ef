// What a function gets on this machine: what it has in the cloud, as far as a laptop can give it.

import type { FunctionSize } from "../../shared/fabric/deployment/function-size.ts";

/** What a function host is started with. */
export interface LocalSize {
  /** Calls at a time on Lambda, instances on Cloud Run. */
  readonly most: number;
  /** Absent where nobody has said how large the function is: then nothing is held to a limit. */
  readonly memoryMb?: number;
  readonly concurrency?: number;
}

/** Processes of one function where its hop sets no limit: enough for one machine, and two show what order means on a queue. Ours. */
const UNLIMITED = { aws: 2, gcp: 1 };

/** The most processes of one function, whatever its hop allows: each holds some 100 MB. Ours. */
export const MOST_PROCESSES = 10;

/** `size` is what is deployed. */
export function localSize(cloud: "aws" | "gcp", size: FunctionSize | undefined): LocalSize {
  const most = Math.min(size?.maxConcurrency ?? UNLIMITED[cloud], MOST_PROCESSES);
  if (size === undefined) return { most };
  return { most, memoryMb: size.memoryMb, concurrency: size.concurrency };
}
