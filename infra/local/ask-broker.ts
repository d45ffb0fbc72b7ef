// Asks a broker for something that a run can't begin without: in bounded time, and with one line where it fails.

import { HopspanError } from "../../shared/core/errors.ts";
import { printable } from "../../shared/core/printable.ts";
import { firstLine } from "./process/first-line.ts";
import { within } from "./process/within.ts";
import type { Servers } from "./servers.ts";

/** How long a server that is not ours may take for one request, with all its retries, in milliseconds. Ours. */
const ASK_MS = 30_000;

/**
 * What `ask` comes to. Throws `HopspanError` with `UNREACHABLE` and one line that names `what` was to be made, and where, if it
 * fails or a server that is not embedded has not answered in time: then it may go on, unheard.
 */
export async function askBroker<Value>(
  { called, sqsEngine, pubsubEngine }: Pick<Servers, "called" | "sqsEngine" | "pubsubEngine">,
  broker: "sqs" | "pubsub",
  what: string,
  ask: () => Promise<Value>,
): Promise<Value> {
  const failed = (why: string, cause?: unknown) =>
    new HopspanError("UNREACHABLE", printable(`${what} can't be made at the ${called[broker]}: ${why}`), false, cause);
  const isOwn = (broker === "sqs" ? sqsEngine : pubsubEngine) !== undefined;
  try {
    if (isOwn) return await ask();
    return await within(ASK_MS, ask(), () => {
      throw failed(`no answer within ${ASK_MS / 1_000} s`);
    });
  } catch (thrown) {
    throw thrown instanceof HopspanError ? thrown : failed(reasonOf(thrown), thrown);
  }
}

/** A line of what was said, which a server may have written, or the system's own code. */
function reasonOf(thrown: unknown): string {
  const { code } = thrown as NodeJS.ErrnoException;
  if (thrown instanceof SyntaxError) return "its answer makes no sense";
  return typeof code === "string" ? code : firstLine(thrown);
}
