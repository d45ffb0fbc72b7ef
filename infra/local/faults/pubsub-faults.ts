// Stands between the protocols of Pub/Sub and its methods: carries out what faults say of a call.

import type { PubsubEngine } from "../pubsub/engine.ts";
import { PubsubFault } from "../pubsub/fault.ts";
import type { Fields } from "../pubsub/forms/fields.ts";
import type { Method } from "../pubsub/methods/method.ts";
import type { PullStream } from "../pubsub/methods/streaming-pull.ts";
import { toStatus } from "../pubsub/rpc.ts";
import { PUBSUB_CODES } from "./codes.ts";
import type { Ending, Injector } from "./injector.ts";
import { acknowledgingTwice, askedOf, inOtherOrder } from "./pubsub-parts.ts";
import { pause, silence } from "./waits.ts";

/** The faults of one server. */
export interface PubsubFaults {
  /** The engine as methods, streams and pushes are to see it: what is acknowledged there may come again. */
  engine(engine: PubsubEngine): PubsubEngine;
  /** The method of that name, behind the faults. */
  method(name: string, method: Method): Method;
  /** The same for streams. */
  stream(serve: (stream: PullStream) => void, engine: PubsubEngine): (stream: PullStream) => void;
}

/** The faults of an injector, for one server. */
export function pubsubFaults(injector: Injector): PubsubFaults {
  return {
    engine: (engine) => acknowledgingTwice(engine, injector),
    method: (name, method) => faultyMethod(name, method, injector),
    stream: (serve, engine) => faultyStream(serve, engine, injector),
  };
}

function faultyMethod(name: string, method: Method, injector: Injector): Method {
  return async (request, context) => {
    const asked = askedOf(name, request, context.engine);
    const { delayMs, ending } = injector.fate(asked);
    const leaving = gone(context.onCancel);
    await pause(delayMs, injector);
    // Nothing may be given to a client that has gone meanwhile; what it has sent arrives.
    if (name === "Pull" && leaving.isGone()) return {};
    const patient = { ...context, patienceMs: context.patienceMs - delayMs };
    if (ending === undefined) return inOtherOrder({ method, request, context: patient, asked, injector });
    if (ending.kind === "loseAnswer") await carriedOut(method, request, patient);
    if (isSilent(ending)) await silence(injector, leaving.onGone);
    throw faultOf(ending);
  };
}

/** Whether a client is gone, also for those who ask late. */
function gone(onCancel: (listener: () => void) => void) {
  const left = new AbortController();
  onCancel(() => left.abort());
  return {
    isGone: () => left.signal.aborted,
    onGone: (listener: () => void) =>
      left.signal.aborted ? listener() : left.signal.addEventListener("abort", listener, { once: true }),
  };
}

/** Whether it could be done is lost with the answer. */
async function carriedOut(method: Method, ...call: Parameters<Method>): Promise<void> {
  try {
    await method(...call);
  } catch {
    // The answer would have said so.
  }
}

/** A stream is a request when it begins; what is to befall it is known by its first words. */
function faultyStream(serve: (stream: PullStream) => void, engine: PubsubEngine, injector: Injector) {
  const begin = async (stream: PullStream, first: Fields): Promise<void> => {
    const { delayMs, ending } = injector.fate(askedOf("StreamingPull", first, engine));
    const leaving = gone((listener) => void stream.once("cancelled", listener));
    await pause(delayMs, injector);
    if (ending !== undefined) {
      if (isSilent(ending)) await silence(injector, leaving.onGone);
      stream.emit("error", toStatus(faultOf(ending)));
      return;
    }
    if (leaving.isGone()) return;
    stream.unshift(first);
    serve(stream);
    stream.resume();
  };
  return (stream: PullStream) => {
    // Heard by nobody else before it begins.
    stream.on("error", () => {});
    stream.once("data", (first: Fields) => {
      stream.pause();
      void begin(stream, first);
    });
  };
}

const isSilent = (ending: Ending): boolean =>
  ending.kind === "hang" || (ending.kind === "loseAnswer" && ending.by === "hang");

/** A connection that breaks is told as UNAVAILABLE by the clients themselves. */
function faultOf(ending: Ending): PubsubFault {
  const code = codeOf(ending);
  return new PubsubFault(code, `A fault that was asked for: ${code}.`);
}

function codeOf(ending: Ending): PubsubFault["status"] {
  switch (ending.kind) {
    case "refuse":
      return PUBSUB_CODES.find((code) => code === ending.code) ?? "UNKNOWN";
    case "expireToken":
      return "UNAUTHENTICATED";
    case "loseAnswer":
      return ending.by === "error" ? "INTERNAL" : "UNAVAILABLE";
    case "down":
    case "hang":
      return "UNAVAILABLE";
  }
}
