// SQS on this machine: the protocol around the engine, so that the official clients talk to it unchanged.

import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { HopspanError } from "../../../shared/core/errors.ts";
import { boundedServer } from "../door/bounded-server.ts";
import { strangerIn } from "../door/stranger.ts";
import type { SqsFaults } from "../faults/sqs-faults.ts";
import { checkAuthorization } from "./authorization.ts";
import type { SqsEngine } from "./engine.ts";
import { SqsFault } from "./fault.ts";
import { parseFields } from "./fields.ts";
import type { OperationContext } from "./operations/operation.ts";
import { OPERATIONS } from "./operations.ts";
import { callerPlace, type Place, requestPlace } from "./place.ts";
import { places } from "./places.ts";
import { answer, answerFault, operationOf, readBody } from "./protocol.ts";
import { type After, realAfter } from "./timer.ts";
import { uuid } from "./uuid.ts";

/** How a server is started. */
export interface SqsServerOptions {
  /** A loopback address: 127.0.0.1 where absent. */
  readonly host?: string;
  /** A free one where absent or 0. */
  readonly port?: number;
  /** Milliseconds since 1970; must never go back. The clock of the machine where absent. */
  readonly now?: () => number;
  /** What receives wait by; goes with `now`. The timers of the machine where absent. */
  readonly after?: After;
  /** From 0 up to, but not including, 1. */
  readonly random?: () => number;
  /** Of requests that do not say. Twelve digits, as they stand in queue URLs and ARNs. */
  readonly accountId?: string;
  /** Likewise. */
  readonly region?: string;
  /** What goes wrong on purpose; nothing where absent. */
  readonly faults?: SqsFaults;
  /** How long a request may take to arrive, whatever its answer takes: 60 s where absent. */
  readonly patienceMs?: number;
}

/** A server that runs. */
export interface SqsServer {
  /** What goes into `AWS_ENDPOINT_URL_SQS`. */
  readonly endpoint: string;
  readonly port: number;
  /** For those who run it: what is in the queues of its own account and region, without a request. Another one after a reset. */
  readonly engine: SqsEngine;
  /** The same of another account or region. */
  readonly engineAt: (place: Place) => SqsEngine;
  /** Ends waiting receives with nothing, and forgets every queue. */
  reset(): void;
  /** Ends waiting receives with nothing, closes every connection, resolves when the port is free. */
  close(): Promise<void>;
}

/**
 * Resolves once the server listens. Credentials are not checked, so it listens on loopback only. Rejects with a
 * `HopspanError`: `HOST_NOT_LOOPBACK`, `PORT_IN_USE` or `LISTEN`.
 */
export async function sqsServer(options: SqsServerOptions = {}): Promise<SqsServer> {
  const { host = "127.0.0.1", now = Date.now, random = Math.random, after = realAfter } = options;
  const { accountId = "000000000000", region = "us-east-1" } = options;
  if (!/^(127(\.[0-9]{1,3}){3}|::1|localhost)$/.test(host))
    throw new HopspanError("HOST_NOT_LOOPBACK", `host ${host} is not a loopback address: expected 127.0.0.1`, false);
  const home = { account: accountId, region };
  const all = places(now, random, after);
  const { patienceMs } = options;
  const server = boundedServer((request, response) => void handle(request, response), { patienceMs });
  const port = await listen(server, host, options.port ?? 0);
  const endpoint = `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
  function contextAt(place: Place, request: IncomingMessage, response: ServerResponse): OperationContext {
    const { engine, polls } = all.at(place);
    return {
      engine,
      accountId: place.account,
      urlOf: (queue) => `${endpoint}/${place.account}/${queue}`,
      async poll(queue, seconds, attempt) {
        const isGone = () => request.socket.destroyed || response.destroyed;
        // A client that went away before is not announced again: nothing may be given to it.
        const received = isGone() ? [] : attempt();
        if (received.length > 0 || seconds === 0 || isGone()) return received;
        return polls.wait(queue, seconds, attempt, { isGone, onGone: (listener) => response.once("close", listener) });
      },
    };
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = uuid(random);
    try {
      const stranger = strangerIn(request.headers);
      if (stranger !== undefined) throw new SqsFault("AccessDeniedException", stranger);
      const body = await readBody(request);
      const name = operationOf(request);
      const operation = OPERATIONS.get(name);
      if (operation === undefined)
        throw new SqsFault("UnsupportedOperation", `The local SQS server has no operation ${name}.`);
      const fields = parseFields(body);
      checkAuthorization(request.headers.authorization);
      const place = requestPlace(fields, callerPlace(request.headers.authorization, home));
      const context = contextAt(place, request, response);
      const reply = await (options.faults?.({ name, operation, fields, place, response }, context) ??
        operation(fields, context));
      if (reply !== undefined) answer(response, requestId, reply);
    } catch (thrown) {
      if (!response.destroyed) answerFault(response, requestId, thrown);
    }
  }

  const close = async (): Promise<void> => {
    all.close();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  };
  const engineAt = (place: Place): SqsEngine => all.at(place).engine;
  return {
    endpoint,
    port,
    get engine() {
      return engineAt(home);
    },
    engineAt,
    reset: all.clear,
    close,
  };
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject).listen(port, host, resolve);
  try {
    await promise;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "EADDRINUSE")
      throw new HopspanError(
        "PORT_IN_USE",
        `port ${port} on ${host} is in use: choose another, or 0 for a free one`,
        false,
      );
    throw new HopspanError("LISTEN", `the SQS server could not listen on ${host}:${port}`, false, thrown);
  }
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : port;
}
