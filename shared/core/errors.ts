// Errors whose class is the retry decision: nobody else decides what is worth another try.

import { printable } from "./printable.ts";

/**
 * The parent of every error that has a meaning here. `code` is stable and upper case, fit for logs and alarms.
 * The text never holds a body, an attribute value or a secret; a `cause` may, so causes are never logged.
 */
export class HopspanError extends Error {
  override readonly name: string = "HopspanError";
  readonly code: string;
  readonly retryable: boolean;

  constructor(code: string, message: string, retryable: boolean, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.retryable = retryable;
  }
}

/** The raw form can't be read as a message. Reading it again gives the same: final. */
export class DecodeError extends HopspanError {
  override readonly name = "DecodeError";
  constructor(code: string, message: string, cause?: unknown) {
    super(code, message, false, cause);
  }
}

/** The message has passed this link before, or too many links: a loop, ended here. Final. */
export class TrailError extends HopspanError {
  override readonly name = "TrailError";
  constructor(code: string, message: string) {
    super(code, message, false);
  }
}

/** A transform could not do its step. Transforms are pure, so it never will: final. */
export class TransformError extends HopspanError {
  override readonly name = "TransformError";
  constructor(code: string, message: string, cause?: unknown) {
    super(code, message, false, cause);
  }
}

/**
 * The target did not take a message. `retryable` is set by the broker's sink from the provider's own code: false only
 * where the message itself is at fault, so that a missing right or queue never buries good messages.
 */
export class SinkError extends HopspanError {
  override readonly name = "SinkError";
}

/** One problem of a configuration: where it is and what to write instead. Line and column count from 1. */
export interface Problem {
  /** An error has to be put right, a warning is somebody's to decide; a note tells of a limit that nobody can change. */
  readonly severity: "error" | "warning" | "note";
  readonly code: string;
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** What an operator wrote can't be used. Lists all problems at once, never only the first. */
export class ConfigError extends HopspanError {
  override readonly name = "ConfigError";
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super("CONFIG", problems.map(describeProblem).join("\n"), false);
    this.problems = problems;
  }
}

/**
 * `file:line:column: message`, with the severity before the message of what is no error, and as much place as is known. What
 * the file has brought in does nothing to a terminal; of line ends only those stay that are followed by an indented line.
 */
export function describeProblem({ severity, message, file, line, column }: Problem): string {
  const place = [file, line, line === undefined ? undefined : column].filter((part) => part !== undefined).join(":");
  const said = severity === "error" ? message : `${severity}: ${message}`;
  const whole = place === "" ? said : `${place}: ${said}`;
  return whole
    .split(/\n(?= {2})/)
    .map(printable)
    .join("\n");
}

/** Gives any thrown thing a class; what has none of its own is worth another try, and the broker's limit ends it. */
export function classify(thrown: unknown): HopspanError {
  if (thrown instanceof HopspanError) return thrown;
  const kind = thrown instanceof Error ? thrown.name : typeof thrown;
  return new HopspanError("UNEXPECTED", `an unexpected ${kind} was thrown`, true, thrown);
}
