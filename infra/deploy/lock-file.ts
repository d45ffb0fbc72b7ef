// The lock where it lies: written whole or not at all, and never over what somebody else has written meanwhile.

import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { HopspanError } from "../../shared/core/errors.ts";
import { emptyLock, type Lock, lockText, parseLock } from "../../shared/fabric/deployment/lock.ts";
import type { Loaded } from "../load-deployment.ts";

/** The lock of one fabric and stage in the hands of one command. */
export interface LockFile {
  /** Throws a `HopspanError` where the file is not as it was read, or written, before: nothing is written then. */
  write(lock: Lock): void;
  /** As if the fabric had never been deployed; throws as `write` does. */
  remove(): void;
}

/** Expects the lock as it was just read. */
export function lockFileOf({ lock, lockFile }: Pick<Loaded, "lock" | "lockFile">): LockFile {
  let known = lockText(lock);
  const { fabric } = lock;
  const check = () => {
    if (textIn(lockFile, fabric) !== known) throw changed(lockFile);
  };
  return {
    write(next) {
      check();
      // Nobody else's, so that two commands at a time don't write one text into the other.
      const beside = `${lockFile}.${process.pid}.new`;
      writeFileSync(beside, lockText(next));
      renameSync(beside, lockFile);
      known = lockText(next);
    },
    remove() {
      check();
      rmSync(lockFile, { force: true });
      known = lockText(emptyLock(fabric));
    },
  };
}

/** In the form that we write, so that only a change of what it says counts; no file is the lock of a fabric never deployed. */
function textIn(file: string, fabric: string): string {
  if (!existsSync(file)) return lockText(emptyLock(fabric));
  const text = readFileSync(file, "utf8");
  try {
    return lockText(parseLock(text, file, fabric));
  } catch {
    return text;
  }
}

const changed = (file: string) =>
  new HopspanError(
    "LOCK_CHANGED",
    `${file} is not as it was when this command began: another deployment, or version control, has changed it. Wait until that is through, and run the command again: it goes on from there`,
    true,
  );
