// Pub/Sub on this machine: both protocols around the engine, so that the official clients talk to it unchanged.

import { Server, ServerCredentials } from "@grpc/grpc-js";
import { HopspanError } from "../../../shared/core/errors.ts";
import { PATIENCE_MS } from "../door/bounded-server.ts";
import type { PubsubFaults } from "../faults/pubsub-faults.ts";
import { type Attendance, attendance } from "./attendance.ts";
import { serviceDefinitions } from "./definition.ts";
import { type PubsubEngine, pubsubEngine } from "./engine.ts";
import { allowLongDeadlines } from "./long-deadlines.ts";
import { type PullStream, streamingPull } from "./methods/streaming-pull.ts";
import { METHODS } from "./methods.ts";
import { onePort } from "./one-port.ts";
import { pushers } from "./push/pushers.ts";
import { signer } from "./push/signer.ts";
import { restHandler } from "./rest/rest-handler.ts";
import { complete, type Handler, toStatus, unary } from "./rpc.ts";

/** How a server is started. */
export interface PubsubServerOptions {
  /** A loopback address: 127.0.0.1 where absent. */
  readonly host?: string;
  /** A free one where absent or 0. */
  readonly port?: number;
  /** Milliseconds since 1970; must never go back. The clock of the machine where absent. */
  readonly now?: () => number;
  /** From 0 up to, but not including, 1. */
  readonly random?: () => number;
  /** What goes wrong on purpose; nothing where absent. */
  readonly faults?: PubsubFaults;
  /**
   * How long a REST request may take to arrive, whatever its answer takes, and how long a gRPC connection may be silent
   * before it is asked whether it is still there, and then before it has said so: 60 s where absent.
   */
  readonly patienceMs?: number;
}

/** A server that runs. */
export interface PubsubServer {
  /** What goes into `PUBSUB_EMULATOR_HOST`. */
  readonly host: string;
  readonly port: number;
  /** For those who run it: what is in the subscriptions, without a request. */
  readonly engine: PubsubEngine;
  /** Ends every stream and push, resolves when the port is free. */
  close(): Promise<void>;
}

/** Above the service's own limit, so that it is the engine that refuses, by name. */
const TRANSPORT_BYTES = 20_000_000;

/** Calls at a time of one connection: far more than a client's streams; more wait in the client. */
const CALLS = 10_000;

/**
 * Resolves once the server listens. Nobody has to say who they are, so it listens on loopback only. Rejects with a
 * `HopspanError`: `HOST_NOT_LOOPBACK`, `PORT_IN_USE` or `LISTEN`.
 */
export async function pubsubServer(options: PubsubServerOptions = {}): Promise<PubsubServer> {
  const { host = "127.0.0.1", now = Date.now, random = Math.random } = options;
  if (!/^(127(\.[0-9]{1,3}){3}|::1|localhost)$/.test(host))
    throw new HopspanError("HOST_NOT_LOOPBACK", `host ${host} is not a loopback address: expected 127.0.0.1`, false);
  const engine = pubsubEngine({ now, random });
  const { patienceMs = PATIENCE_MS } = options;
  const server = new Server({
    "grpc.max_receive_message_length": TRANSPORT_BYTES,
    "grpc.max_send_message_length": TRANSPORT_BYTES,
    "grpc.max_concurrent_streams": CALLS,
    "grpc.keepalive_time_ms": patienceMs,
    "grpc.keepalive_timeout_ms": patienceMs,
  });
  const places = attendance(engine, now);
  const served = options.faults?.engine(engine) ?? engine;
  const context = { engine: served, attendance: places };
  for (const [name, definition] of Object.entries(serviceDefinitions()))
    server.addService(definition, complete(name, definition, handlersOf(name, context, options.faults)));
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  allowLongDeadlines(server);
  const keys = signer(now);
  const rest = restHandler(context, keys.documents, options.faults);
  const where = { host, port: options.port ?? 0, patienceMs };
  const { port, close } = await onePort(where, { grpc: injector.injectConnection, rest });
  const pushing = pushers({ engine: served, attendance: places, now, signer: keys });
  return {
    host: `${host.includes(":") ? `[${host}]` : host}:${port}`,
    port,
    engine,
    async close() {
      pushing.close();
      places.close();
      server.forceShutdown();
      await close();
    },
  };
}

function handlersOf(
  service: string,
  context: { readonly engine: PubsubEngine; readonly attendance: Attendance },
  faults: PubsubFaults | undefined,
): ReadonlyMap<string, Handler> {
  const handlers = new Map<string, Handler>();
  for (const [name, method] of METHODS.get(service) ?? [])
    handlers.set(name, unary(faults?.method(name, method) ?? method, context));
  const serve = (stream: PullStream) =>
    streamingPull(stream, context, (thrown) => void stream.emit("error", toStatus(thrown)));
  if (service === "Subscriber") handlers.set("StreamingPull", faults?.stream(serve, context.engine) ?? serve);
  return handlers;
}
