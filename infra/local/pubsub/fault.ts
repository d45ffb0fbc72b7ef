// How the service says no: one error class, whose status is gRPC's own.

/** The statuses that the engine and its methods answer with: https://grpc.io/docs/guides/status-codes/ */
type FaultStatus =
  | "INVALID_ARGUMENT"
  | "NOT_FOUND"
  | "ALREADY_EXISTS"
  | "FAILED_PRECONDITION"
  | "ABORTED"
  | "RESOURCE_EXHAUSTED"
  | "UNIMPLEMENTED"
  | InjectedStatus;

/** Those that come by faults alone. */
type InjectedStatus =
  | "CANCELLED"
  | "UNKNOWN"
  | "DEADLINE_EXCEEDED"
  | "PERMISSION_DENIED"
  | "OUT_OF_RANGE"
  | "INTERNAL"
  | "UNAVAILABLE"
  | "UNAUTHENTICATED";

/** What a machine can read of a refusal: https://cloud.google.com/apis/design/errors#error_info */
export interface FaultReason {
  readonly reason: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * A request that the service refuses, always the sender's fault, but where faults were asked for. The text is close to the
 * service's own and names the limit; it never holds a part of a message.
 */
export class PubsubFault extends Error {
  override readonly name = "PubsubFault";
  readonly status: FaultStatus;
  readonly reason: FaultReason | undefined;

  constructor(status: FaultStatus, message: string, reason?: FaultReason) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

/** `INVALID_ARGUMENT`: a value that no request may have. */
export const invalid = (message: string): PubsubFault => new PubsubFault("INVALID_ARGUMENT", message);

/** `NOT_FOUND`: there is no resource of this full name. */
export const missing = (name: string): PubsubFault =>
  new PubsubFault("NOT_FOUND", `Resource not found (resource=${lastPart(name)}).`);

/** `ALREADY_EXISTS`: there is one of this full name. */
export const alreadyExists = (name: string): PubsubFault =>
  new PubsubFault("ALREADY_EXISTS", `Resource already exists in the project (resource=${lastPart(name)}).`);

/** `FAILED_PRECONDITION`: not as things stand. */
export const unready = (message: string): PubsubFault => new PubsubFault("FAILED_PRECONDITION", message);

/** `UNIMPLEMENTED`: a field that would change what happens, or a method, and that this server doesn't have. */
export const unbuilt = (what: string): PubsubFault =>
  new PubsubFault("UNIMPLEMENTED", `The local Pub/Sub server has no ${what} yet.`);

const lastPart = (name: string): string => name.slice(name.lastIndexOf("/") + 1);
