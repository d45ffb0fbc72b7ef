// A SQLite file that is written by a run while others read it.

import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** How long a statement waits for others who write, in milliseconds. Ours. */
const WAIT_MS = 5_000;

/** A file that is open. */
export interface Database {
  readonly sql: DatabaseSync;
  /** All or nothing, and on the disk once it is back. Throws what `act` throws. */
  all(act: () => void): void;
  /** Leaves one plain file, unless somebody reads it; may be called again. */
  close(): void;
}

/** Makes file and folder where they are not there. Readers never wait for a writer, nor it for them. */
export function openDatabase(file: string): Database {
  mkdirSync(dirname(file), { recursive: true });
  const sql = new DatabaseSync(file, { timeout: WAIT_MS });
  // FULL: what was acknowledged is there also after a power cut: https://sqlite.org/pragma.html#pragma_synchronous
  sql.exec("pragma journal_mode = wal; pragma synchronous = full");
  return {
    sql,
    all(act) {
      sql.exec("begin immediate");
      try {
        act();
        sql.exec("commit");
      } catch (thrown) {
        if (sql.isTransaction) sql.exec("rollback");
        throw thrown;
      }
    },
    close() {
      if (!sql.isOpen) return;
      try {
        sql.exec("pragma busy_timeout = 0; pragma journal_mode = delete");
      } catch {
        // Somebody reads it: then its journal stays beside it.
      }
      sql.close();
    },
  };
}

/** A name as SQL writes it, whatever is in it. */
export const quotedName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
