// A folder as a store for bodies: what stands for both clouds' buckets in a run on one machine.

import { mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type ClaimStore, damaged, gone, storeError } from "./claims.ts";
import { networkCode } from "./object-request.ts";

/** Where no file is or ever can be: a name below a file, or one that is too long, is of no object that was laid down here. */
const NOWHERE: ReadonlySet<string | undefined> = new Set(["ENOENT", "ENOTDIR", "ENAMETOOLONG"]);

/**
 * Below the folder a folder for the bucket, and in that a file for each key. A file is whole from the moment in which it has
 * its name. Nothing in it is ever deleted.
 */
export function folderStore(folder: string, bucket: string): ClaimStore {
  const fileOf = (key: string) => join(folder, bucket, key);
  const failed = (thrown: unknown) => storeError(bucket, `can't be used: ${networkCode(thrown)} in ${folder}`, thrown);
  const missed = (thrown: unknown): never => {
    throw NOWHERE.has((thrown as NodeJS.ErrnoException).code) ? gone(bucket) : failed(thrown);
  };
  return {
    async put({ key, bytes }) {
      const file = fileOf(key);
      const draft = `${file}.${process.pid}-${Math.random().toString(36).slice(2)}`;
      try {
        await mkdir(dirname(file), { recursive: true });
        await written(draft, bytes);
        await rename(draft, file);
      } catch (thrown) {
        await rm(draft, { force: true }).catch(() => {});
        throw failed(thrown);
      }
      return key;
    },
    async get(key, mostBytes) {
      const file = fileOf(key);
      const found = await stat(file).catch(missed);
      if (!found.isFile()) throw gone(bucket);
      if (found.size > mostBytes) throw damaged(bucket, "is larger than its message says");
      return readFile(file).catch(missed);
    },
  };
}

/** On the disk itself: whoever is told of it next must find it, also after a crash. */
async function written(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, "w");
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
