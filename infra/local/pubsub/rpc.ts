// Between methods as they are written here and handlers as gRPC wants them.

import {
  type Deadline,
  type handleBidiStreamingCall,
  type handleUnaryCall,
  type ServiceDefinition,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { detailsOf } from "./error-details.ts";
import { PubsubFault, unbuilt } from "./fault.ts";
import type { Fields } from "./forms/fields.ts";
import type { Method, MethodContext } from "./methods/method.ts";

/** What gRPC calls for one method. */
export type Handler = handleUnaryCall<Fields, Fields> | handleBidiStreamingCall<Fields, Fields>;

/** A method that answers once; what it throws becomes a status. */
export function unary(
  method: Method,
  context: Pick<MethodContext, "engine" | "attendance">,
): handleUnaryCall<Fields, Fields> {
  return (call, answer) => {
    const run = async () =>
      method(call.request, {
        ...context,
        patienceMs: timeUntil(call.getDeadline()),
        onCancel: (listener) => void call.on("cancelled", listener),
      });
    run().then(
      (fields) => answer(null, fields),
      (thrown: unknown) => answer(toStatus(thrown)),
    );
  };
}

/** Infinite where the client set no deadline. */
const timeUntil = (deadline: Deadline): number => Number(deadline) - Date.now();

/** The handlers of a whole service: methods that are not built answer so, by their names. */
export function complete(
  service: string,
  definition: ServiceDefinition,
  built: ReadonlyMap<string, Handler>,
): UntypedServiceImplementation {
  const handlers = Object.entries(definition).map(([name, { requestStream, responseStream }]) => {
    const refused = toStatus(unbuilt(`${service}.${name}`));
    const refuse: handleUnaryCall<Fields, Fields> = (_, answer) => answer(refused);
    const refuseStream: handleBidiStreamingCall<Fields, Fields> = (stream) => void stream.emit("error", refused);
    return [name, built.get(name) ?? (requestStream || responseStream ? refuseStream : refuse)] as const;
  });
  return Object.fromEntries(handlers);
}

/** gRPC's form of an error. What is not the sender's fault is ours, and INTERNAL: without a word of what went wrong. */
export function toStatus(thrown: unknown): Error & { readonly code: status; readonly details: string } {
  const isFault = thrown instanceof PubsubFault;
  const code = isFault ? status[thrown.status] : status.INTERNAL;
  // A parser that stops within a character quotes half of it, and the library that sends this would throw.
  const details = isFault
    ? thrown.message.toWellFormed()
    : "The local Pub/Sub server failed to answer: this is a defect of it.";
  return Object.assign(new Error(details), { code, details, ...(isFault ? { metadata: detailsOf(thrown) } : {}) });
}
