// Stands between gRPC and the methods of Pub/Sub: carries out what faults say of a call.

import { type handleBidiStreamingCall, type handleUnaryCall, status } from "@grpc/grpc-js";
import type { PubsubEngine } from "../pubsub/engine.ts";
import type { Fields } from "../pubsub/forms/fields.ts";
import type { PullStream } from "../pubsub/methods/streaming-pull.ts";
import type { Handler } from "../pubsub/rpc.ts";
import type { Ending, Injector } from "./injector.ts";
import { acknowledgingTwice, askedOf, inOtherOrder } from "./pubsub-parts.ts";
import { pause, silence } from "./waits.ts";

/** The faults of one server. */
export interface PubsubFaults {
  /** The engine as methods, streams and pushes are to see it: what is acknowledged there may come again. */
  engine(engine: PubsubEngine): PubsubEngine;
  /** The handlers of a service, by the names of their methods, behind the faults. */
  around(handlers: ReadonlyMap<string, Handler>, engine: PubsubEngine): ReadonlyMap<string, Handler>;
}

/** The faults of an injector, for one server. */
export function pubsubFaults(injector: Injector): PubsubFaults {
  return {
    engine: (engine) => acknowledgingTwice(engine, injector),
    around: (handlers, engine) =>
      new Map(
        [...handlers].map(([name, handler]) => [
          name,
          name === "StreamingPull"
            ? faultyStream(handler as handleBidiStreamingCall<Fields, Fields>, engine, injector)
            : faultyCall(name, handler as handleUnaryCall<Fields, Fields>, engine, injector),
        ]),
      ),
  };
}

function faultyCall(
  name: string,
  handler: handleUnaryCall<Fields, Fields>,
  engine: PubsubEngine,
  injector: Injector,
): handleUnaryCall<Fields, Fields> {
  return async (call, answer) => {
    const asked = askedOf(name, call.request, engine);
    const { delayMs, ending } = injector.fate(asked);
    await pause(delayMs, injector);
    // Nothing may be given to a client that has gone meanwhile; what it has sent arrives.
    if (name === "Pull" && call.cancelled) return;
    const onGone = (listener: () => void) => void (call.cancelled ? listener() : call.once("cancelled", listener));
    if (ending === undefined) return inOtherOrder({ call, answer, handler, asked, injector });
    const refuse = () => void endOf(ending, injector, onGone).then((error) => answer(error));
    if (ending.kind === "loseAnswer") handler(call, refuse);
    else refuse();
  };
}

/** A stream is a request when it begins; what is to befall it is known by its first words. */
function faultyStream(
  serve: handleBidiStreamingCall<Fields, Fields>,
  engine: PubsubEngine,
  injector: Injector,
): handleBidiStreamingCall<Fields, Fields> {
  const begin = async (stream: PullStream, first: Fields): Promise<void> => {
    const { delayMs, ending } = injector.fate(askedOf("StreamingPull", first, engine));
    await pause(delayMs, injector);
    if (ending !== undefined) {
      const onGone = (listener: () => void) =>
        void (stream.cancelled ? listener() : stream.once("cancelled", listener));
      const error = await endOf(ending, injector, onGone);
      stream.emit("error", error);
      return;
    }
    if (stream.cancelled) return;
    stream.unshift(first);
    serve(stream);
    stream.resume();
  };
  return (stream) => {
    // Heard by nobody else before it begins.
    stream.on("error", () => {});
    stream.once("data", (first: Fields) => {
      stream.pause();
      void begin(stream, first);
    });
  };
}

/** What the client hears in the end; resolves late where it is to hear nothing for long. */
async function endOf(ending: Ending, injector: Injector, onGone: (listener: () => void) => void) {
  const isSilent = ending.kind === "hang" || (ending.kind === "loseAnswer" && ending.by === "hang");
  if (isSilent) await silence(injector, onGone);
  const code = codeOf(ending);
  return Object.assign(new Error(code), { code: statusOf(code), details: `A fault that was asked for: ${code}.` });
}

/** A connection that breaks is told as UNAVAILABLE by the clients themselves. */
function codeOf(ending: Ending): string {
  switch (ending.kind) {
    case "refuse":
      return ending.code;
    case "expireToken":
      return "UNAUTHENTICATED";
    case "loseAnswer":
      return ending.by === "error" ? "INTERNAL" : "UNAVAILABLE";
    case "down":
    case "hang":
      return "UNAVAILABLE";
  }
}

const statusOf = (name: string): status => {
  const found = Object.entries(status).find(([known]) => known === name)?.[1];
  return typeof found === "number" ? found : status.UNKNOWN;
};
