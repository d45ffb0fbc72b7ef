// Notices that npm is gone: told to end, it ends its shell and nothing else, and the command would go on without anybody.

import { type Found, lookUp } from "../local/process/look-up.ts";

/** The system as this watch sees it; tests bring their own. */
export interface Sight {
  readonly environment: NodeJS.ProcessEnv;
  readonly parent: () => number;
  readonly lookUp: (pid: number) => Found | undefined;
  /** Calls `act` again and again, and does not keep the process for it. */
  readonly every: (ms: number, act: () => void) => NodeJS.Timeout | undefined;
}

const SYSTEM: Sight = {
  environment: process.env,
  parent: () => process.ppid,
  lookUp,
  every: (ms, act) => setInterval(act, ms).unref(),
};

/** How often it looks, in milliseconds. Ours. */
const LOOK_MS = 1_000;

const isShell = ({ name }: Found): boolean => /^-?(ba|da|a|z|k)?sh$/.test(name);
/** npm and its like are programs of Node's, or call themselves by their own name. */
const runsScripts = ({ name }: Found): boolean => /^(npm|npx|pnpm|yarn|bun|node|MainThread)/.test(name);

/**
 * Calls `onGone` once when whoever has started this process is gone, where that was npm or its like: else a parent may
 * well end first. Between npm and this process there are shells, which live on where npm is killed: they are watched too.
 */
export function watchParent(onGone: () => void, { environment, parent, lookUp, every }: Sight = SYSTEM): void {
  if (environment["npm_lifecycle_event"] === undefined) return;
  const first = parent();
  const shells: { readonly pid: number; readonly under: number }[] = [];
  let top = first;
  for (let found = lookUp(top); found !== undefined && isShell(found) && found.parent > 0; found = lookUp(top)) {
    shells.push({ pid: top, under: found.parent });
    top = found.parent;
  }
  const isGone = () => parent() !== first || shells.some(({ pid, under }) => (lookUp(pid)?.parent ?? under) !== under);
  if (isOrphan(top, lookUp)) {
    onGone();
    return;
  }
  const looking = every(LOOK_MS, () => {
    if (!isGone()) return;
    clearInterval(looking);
    onGone();
  });
}

/** True where npm was gone before anybody looked: then the first process of all is the parent, which npm seldom is. */
function isOrphan(top: number, find: Sight["lookUp"]): boolean {
  const found = top === 1 ? find(top) : undefined;
  return found !== undefined && !runsScripts(found);
}
