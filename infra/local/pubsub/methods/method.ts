// What every method with one request and one answer looks like.

import type { Attendance } from "../attendance.ts";
import type { PubsubEngine } from "../engine.ts";
import type { Fields } from "../forms/fields.ts";

/** What a method may use. */
export interface MethodContext {
  readonly engine: PubsubEngine;
  readonly attendance: Attendance;
  /** How long the client waits for the answer, at most. */
  readonly patienceMs: number;
  /** The listener is called where the client goes away before its answer. */
  onCancel(listener: () => void): void;
}

/** A request in, an answer out, at once or later; throws `PubsubFault` for what the service refuses. */
export type Method = (request: Fields, context: MethodContext) => Fields | Promise<Fields>;
