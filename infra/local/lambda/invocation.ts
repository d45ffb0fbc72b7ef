// What became of one call of a function: the words that the runtime, its host and the event source share.

/** The function, or what it ran in, failed. `type` is AWS's own name where it has one. */
export interface FunctionError {
  readonly kind: "error";
  readonly type: string;
  readonly message: string;
}

/** What a call comes to: `payload` is what the handler gave, having been JSON. */
export type Invocation = { readonly kind: "ok"; readonly payload: unknown } | FunctionError;

/** Requests and responses of a synchronous call: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const PAYLOAD_BYTES = 6 * 1_048_576;

/** A failure in the words of an `Invocation`. */
export function functionError(type: string, message: string): FunctionError {
  return { kind: "error", type, message };
}
