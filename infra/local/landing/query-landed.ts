// Asks what has landed by SQL, also while a run writes: nothing can be changed by it, or read from elsewhere.

import { constants, DatabaseSync, type SQLOutputValue } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { HopspanError } from "../../../shared/core/errors.ts";
import { quotedName } from "./database.ts";
import { datasetFile, datasetsIn } from "./landed-folder.ts";

/** An answer; whole numbers beyond 2^53 are bigint. */
export interface Answer {
  readonly columns: readonly string[];
  readonly rows: Iterable<readonly SQLOutputValue[]>;
}

/** How long a question waits for who writes, in milliseconds. Ours. */
const WAIT_MS = 5_000;

/** What reading takes; attaching another file, for one, would make it. */
const ALLOWED: ReadonlySet<number> = new Set([
  constants.SQLITE_SELECT,
  constants.SQLITE_READ,
  constants.SQLITE_FUNCTION,
  constants.SQLITE_RECURSIVE,
]);

/** https://sqlite.org/limits.html: so many files can be open as one database. */
const MOST_DATASETS = 10;

/**
 * Gives `use` the answer of one question, whose rows come as they are asked for. Datasets are what tables are in: `retail.orders`.
 * Throws `QUERY` with one line for what SQLite does not understand, or for more than a question.
 */
export async function queryLanded<Value>(
  folder: string,
  question: string,
  use: (answer: Answer) => Value | Promise<Value>,
): Promise<Value> {
  const datasets = datasetsIn(folder);
  const sql = new DatabaseSync(":memory:", { timeout: WAIT_MS });
  try {
    // SQLite keeps two names to itself, and tells none apart by capitals.
    const taken = new Set(["main", "temp"]);
    for (const dataset of chosen(datasets, question)) attach(sql, folder, dataset, taken);
    sql.setAuthorizer((action) => (ALLOWED.has(action) ? constants.SQLITE_OK : constants.SQLITE_DENY));
    const statement = sql.prepare(question);
    if (
      /[^\s;]/.test(withoutComments(question.slice(question.indexOf(statement.sourceSQL) + statement.sourceSQL.length)))
    )
      throw failed("it takes one question, and there is more behind it");
    statement.setReadBigInts(true);
    statement.setReturnArrays(true);
    const columns = statement.columns().map(({ name }) => name);
    return await use({ columns, rows: statement.iterate() as unknown as Iterable<readonly SQLOutputValue[]> });
  } catch (thrown) {
    throw explained(thrown, datasets);
  } finally {
    sql.close();
  }
}

/** Those that the question names, where there are more than can be open. */
const chosen = (datasets: readonly string[], question: string): readonly string[] =>
  datasets.length <= MOST_DATASETS
    ? datasets
    : datasets.filter((each) => question.toLowerCase().includes(each.toLowerCase())).slice(0, MOST_DATASETS);

/** As it is called, with a `_` behind where that name is taken. */
function attach(sql: DatabaseSync, folder: string, dataset: string, taken: Set<string>): void {
  const file = pathToFileURL(datasetFile(folder, dataset));
  file.searchParams.set("mode", "ro");
  let name = dataset;
  while (taken.has(name.toLowerCase())) name += "_";
  taken.add(name.toLowerCase());
  sql.prepare(`attach ? as ${quotedName(name)}`).run(file.href);
}

const withoutComments = (text: string): string => text.replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\//g, "");

const failed = (why: string, cause?: unknown): HopspanError => new HopspanError("QUERY", why, false, cause);

function explained(thrown: unknown, datasets: readonly string[]): unknown {
  if (thrown instanceof HopspanError || !(thrown instanceof Error)) return thrown;
  const { message, code, errcode } = thrown as Error & { readonly code?: string; readonly errcode?: number };
  if (code === "ERR_INVALID_ARG_VALUE") return failed("it is no question: a select was expected", thrown);
  if (code !== "ERR_SQLITE_ERROR") return thrown;
  if (errcode === SQLITE_AUTH) return failed("it may only read: a select was expected", thrown);
  const there = datasets.length === 0 ? "nothing has landed there" : `there are the datasets ${datasets.join(", ")}`;
  return failed(message.startsWith("no such table") ? `${message}; ${there}` : message, thrown);
}

/** https://sqlite.org/rescode.html#auth */
const SQLITE_AUTH = 23;
