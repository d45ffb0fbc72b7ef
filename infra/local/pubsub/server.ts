// Pub/Sub on this machine: the protocol around the engine, so that the official clients talk to it unchanged.

import {
  type handleBidiStreamingCall,
  type handleUnaryCall,
  logVerbosity,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  setLogVerbosity,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { HopspanError } from "../../../shared/core/errors.ts";
import { alarmClock } from "./alarm-clock.ts";
import { serviceDefinitions } from "./definition.ts";
import { type PubsubEngine, pubsubEngine } from "./engine.ts";
import { PubsubFault } from "./fault.ts";
import type { Fields } from "./fields.ts";
import { PUBLISHER } from "./methods/publisher.ts";
import { pull } from "./methods/pull.ts";
import { streamingPull } from "./methods/streaming-pull.ts";
import { SUBSCRIBER } from "./methods/subscriber.ts";
import { pushers } from "./push/pushers.ts";

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

type Implementation = Readonly<
  Record<string, handleUnaryCall<Fields, Fields> | handleBidiStreamingCall<Fields, Fields>>
>;

/**
 * Resolves once the server listens. Nobody has to say who they are, so it listens on loopback only. Rejects with a
 * `HopspanError`: `HOST_NOT_LOOPBACK`, `PORT_IN_USE` or `LISTEN`.
 */
export async function pubsubServer(options: PubsubServerOptions = {}): Promise<PubsubServer> {
  const { host = "127.0.0.1", now = Date.now, random = Math.random } = options;
  if (!/^(127(\.[0-9]{1,3}){3}|::1|localhost)$/.test(host))
    throw new HopspanError("HOST_NOT_LOOPBACK", `host ${host} is not a loopback address: expected 127.0.0.1`, false);
  const engine = pubsubEngine({ now, random });
  const server = new Server({
    "grpc.max_receive_message_length": TRANSPORT_BYTES,
    "grpc.max_send_message_length": TRANSPORT_BYTES,
    // Two servers on one port would share its connections between them.
    "grpc.so_reuseport": 0,
  });
  const stream: handleBidiStreamingCall<Fields, Fields> = (call) =>
    streamingPull(call, engine, (open, thrown) => open.destroy(toStatus(thrown)));
  const table: Readonly<Record<string, Implementation>> = {
    Publisher: Object.fromEntries(
      Object.entries(PUBLISHER).map(([name, method]) => [name, unary((request) => method(request, engine))]),
    ),
    Subscriber: {
      ...Object.fromEntries(
        Object.entries(SUBSCRIBER).map(([name, method]) => [name, unary((request) => method(request, engine))]),
      ),
      Pull: unary((request, onCancel) => pull(request, engine, onCancel)),
      StreamingPull: stream,
    },
  };
  for (const [name, definition] of Object.entries(serviceDefinitions()))
    server.addService(definition, complete(name, definition, table[name] ?? {}));
  const port = await listen(server, host, options.port ?? 0);
  const clock = alarmClock(engine, now);
  const delivery = pushers(engine, now);
  return {
    host: `${host}:${port}`,
    port,
    engine,
    async close() {
      clock.stop();
      delivery.close();
      server.forceShutdown();
    },
  };
}

/** A method that answers, at once or later; what it throws becomes a status. */
function unary(
  method: (request: Fields, onCancel: (end: () => void) => void) => Fields | Promise<Fields>,
): handleUnaryCall<Fields, Fields> {
  return (call, answer) => {
    const run = async () => method(call.request, (end) => call.on("cancelled", end));
    run().then(
      (fields) => answer(null, fields),
      (thrown: unknown) => answer(toStatus(thrown)),
    );
  };
}

/** Methods that are not built answer so, by their name. */
function complete(service: string, definition: ServiceDefinition, built: Implementation): UntypedServiceImplementation {
  const methods = Object.entries(definition).map(([name, { requestStream, responseStream }]) => {
    const unbuilt = new PubsubFault("UNIMPLEMENTED", `The local Pub/Sub server has no ${service}.${name} yet.`);
    const refuse: handleUnaryCall<Fields, Fields> = (_, answer) => answer(toStatus(unbuilt));
    const refuseStream: handleBidiStreamingCall<Fields, Fields> = (stream) => stream.destroy(toStatus(unbuilt));
    return [name, built[name] ?? (requestStream || responseStream ? refuseStream : refuse)] as const;
  });
  return Object.fromEntries(methods);
}

/** gRPC's form of an error: what is not the sender's fault is ours, and INTERNAL. */
function toStatus(thrown: unknown): Error & { readonly code: status; readonly details: string } {
  const code = thrown instanceof PubsubFault ? thrown.code : status.INTERNAL;
  const details = thrown instanceof PubsubFault ? thrown.message : "The local Pub/Sub server failed.";
  return Object.assign(new Error(details), { code, details });
}

/** A port that is in use is told once, by the error: not by the library on standard error as well. */
setLogVerbosity(logVerbosity.NONE);

async function listen(server: Server, host: string, port: number): Promise<number> {
  try {
    return await new Promise<number>((resolve, reject) => {
      server.bindAsync(`${host}:${port}`, ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      );
    });
  } catch (thrown) {
    if (String(thrown).includes("EADDRINUSE"))
      throw new HopspanError(
        "PORT_IN_USE",
        `port ${port} on ${host} is in use: choose another, or 0 for a free one`,
        false,
      );
    throw new HopspanError("LISTEN", `the Pub/Sub server could not listen on ${host}:${port}`, false, thrown);
  }
}
