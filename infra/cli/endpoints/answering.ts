// An endpoint of a run that may be over: a broker that is gone is one clear error, not whatever its client says then.

import type { Connection } from "./connection.ts";

/** What clients call it when nobody is there any more, or nobody answers in time: Node.js, gRPC, AWS, and our own sinks. */
const GONE: ReadonlySet<unknown> = new Set([
  ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "ENOTFOUND", "EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT"],
  ...["CONNECTION", "UNAVAILABLE", "DEADLINE_EXCEEDED", "NO_ANSWER", "TimeoutError"],
  // DEADLINE_EXCEEDED and UNAVAILABLE: https://grpc.io/docs/guides/status-codes/
  ...[4, 14],
]);

/** True where an error, or what lies behind it, says that the broker did not answer. */
export function isGone(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return GONE.has(error.name) || GONE.has(Reflect.get(error, "code")) || isGone(error.cause);
}

/** https://grpc.io/docs/guides/status-codes/ */
const isCancelled = (error: unknown): boolean => error instanceof Error && Reflect.get(error, "code") === 1;

/** The same endpoint; where its broker does not answer, every call rejects with `gone`. */
export function answering(connection: Connection, gone: Error): Connection {
  const orGone = <Answer>(call: Promise<Answer>): Promise<Answer> =>
    call.catch((error: unknown) => {
      throw isGone(error) ? gone : error;
    });
  return {
    async send(message) {
      const refusal = await orGone(connection.send(message));
      if (isGone(refusal)) throw gone;
      return refusal;
    },
    receive: (most, ended) =>
      orGone(
        connection.receive(most, ended).catch((error: unknown) => {
          // Cancelled, and not by us: the broker has ended while it was asked.
          throw isCancelled(error) && !ended.aborted ? gone : error;
        }),
      ),
    acknowledge: (received) => orGone(connection.acknowledge(received)),
    release: connection.release,
    close: connection.close,
  };
}
