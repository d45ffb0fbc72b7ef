// One run at a time writes to a folder: two would finish each other's objects.

import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { HopspanError } from "../../../shared/core/errors.ts";

/** https://sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;

/**
 * Holds the folder until the function given back is called, or the process is gone, in whatever way: the system lets go of a
 * file's locks. Throws `IN_USE` where another run holds it, and else what the system says.
 */
export function lockFolder(folder: string): () => void {
  const sql = new DatabaseSync(join(folder, "in-use.sqlite"), { timeout: 0 });
  try {
    sql.exec("begin exclusive");
  } catch (thrown) {
    sql.close();
    if ((thrown as { readonly errcode?: number }).errcode !== SQLITE_BUSY) throw thrown;
    throw new HopspanError("IN_USE", "another run writes to it", false, thrown);
  }
  return () => {
    if (sql.isOpen) sql.close();
  };
}
