// How the service says no: one error class, whose code is gRPC's own.

/** The codes that the service answers with: https://grpc.io/docs/guides/status-codes/ */
const CODES = {
  INVALID_ARGUMENT: 3,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  FAILED_PRECONDITION: 9,
  UNIMPLEMENTED: 12,
} as const;

/** A request that the service refuses, always the sender's fault. The text names the limit, never a value it broke. */
export class PubsubFault extends Error {
  override readonly name = "PubsubFault";
  readonly status: keyof typeof CODES;

  constructor(status: keyof typeof CODES, message: string) {
    super(message);
    this.status = status;
  }

  /** The number of the status, as it stands on the wire. */
  get code(): number {
    return CODES[this.status];
  }
}

/** A value that no request may have. */
export const invalid = (message: string): PubsubFault => new PubsubFault("INVALID_ARGUMENT", message);

/** There is no such topic or subscription; `name` is the full one. */
export const notFound = (name: string): PubsubFault =>
  new PubsubFault("NOT_FOUND", `Resource not found (resource=${lastPart(name)}).`);

/** There is one of this name already; `name` is the full one. */
export const alreadyExists = (name: string): PubsubFault =>
  new PubsubFault("ALREADY_EXISTS", `Resource already exists in the project (resource=${lastPart(name)}).`);

/** A field or a method that would change what happens, and that this server does not have. */
export const unbuilt = (what: string): PubsubFault =>
  new PubsubFault("UNIMPLEMENTED", `The local Pub/Sub server has no ${what}.`);

const lastPart = (name: string): string => name.slice(name.lastIndexOf("/") + 1);
