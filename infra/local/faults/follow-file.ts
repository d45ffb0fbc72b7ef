// Keeps the faults of a run as a file has them: read again whenever it has changed, without a port or a signal for it.

import { statSync } from "node:fs";
import { ConfigError } from "../../../shared/core/errors.ts";
import type { Injector } from "./injector.ts";
import { readFaults } from "./read-faults.ts";
import type { Faults } from "./rule.ts";
import type { Places } from "./to-rule.ts";

/** What is followed, and whom it is told. */
export interface Followed {
  readonly file: string;
  /** The stamp that the file had before it was read. */
  readonly since: string;
  readonly places?: Places;
  readonly injector: Pick<Injector, "put">;
  readonly note: (text: string) => void;
  /** How often it is looked at, in milliseconds: once a second where absent. */
  readonly everyMs?: number;
}

const LOOK_MS = 1_000;

/**
 * Puts the faults of a file into effect again each time that it has changed, until the function given back is
 * called. A file that can't be read, or is not sound, leaves those before: that is told, a line for each problem.
 */
export function followFile({ file, since, places, injector, note, everyMs = LOOK_MS }: Followed): () => void {
  let seen = since;
  let isOver = false;
  const look = async (): Promise<void> => {
    const stamp = stampOf(file);
    if (stamp === seen) return;
    seen = stamp;
    try {
      const faults = await readFaults(file, places);
      if (isOver) return;
      injector.put(faults);
      note(`${file} has changed: ${inEffect(faults)}`);
    } catch (thrown) {
      if (!(thrown instanceof ConfigError)) throw thrown;
      if (isOver) return;
      note(`${file} has changed, and is not used: the faults before stay in effect`);
      for (const line of thrown.message.split("\n")) note(line);
    }
  };
  const looking = setInterval(() => void look(), everyMs).unref();
  return () => {
    isOver = true;
    clearInterval(looking);
  };
}

/** How many faults there are, and by which seed. */
export const inEffect = ({ rules: { length }, seed }: Faults): string =>
  `${length} ${length === 1 ? "fault is" : "faults are"} in effect, seed ${seed}`;

/** Another one for each change, as far as the system tells; always the same for what is not there, or is no file, as a pipe. */
export function stampOf(file: string): string {
  try {
    const found = statSync(file, { bigint: true });
    return found.isFile() ? `${found.mtimeNs} ${found.size} ${found.ino}` : "";
  } catch {
    return "";
  }
}
