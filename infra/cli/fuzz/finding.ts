// What is wrong about what a hop made of a message: judged by what it must never do, whatever it is given.

import { HopspanError, type TransformError } from "../../../shared/core/errors.ts";
import { plainJson } from "../../../shared/core/json-body.ts";
import type { Message } from "../../../shared/core/message.ts";
import type { Transform } from "../../../shared/core/ports.ts";
import { fitting } from "../../../shared/transforms/define-transform.ts";
import { printedMessage } from "../print-message.ts";
import type { Arrival } from "../trial/open-hop.ts";
import type { Named } from "./input-schema.ts";

/**
 * `output`: what comes out does not fit its schema. `unforeseen`: an error that nobody has given a class. `differs`: the same
 * message twice, and not the same result.
 */
export interface Finding {
  readonly kind: "output" | "unforeseen" | "differs";
  readonly text: string;
}

/** What is known of a target: the schema of its bodies, and how they are read from what is sent there. */
export interface Target extends Named {
  readonly read: Transform;
}

/** Errors that stand for something that was thrown without a meaning. */
const UNFORESEEN: ReadonlySet<string> = new Set(["TRANSFORM", "ENDING", "UNEXPECTED", "SINK_THREW"]);
/** Errors of a body that a schema does not take, behind the point where it was known to be good. */
const BROKEN: ReadonlySet<string> = new Set(["OUTPUT", "SCHEMA"]);

/** `isGood`: the message fits the hop's own schema, so that what no schema takes later is the hop's making. */
export function findingIn(
  arrivals: readonly Arrival[],
  isGood: boolean,
  targets: ReadonlyMap<string, Target>,
): Finding | undefined {
  for (const arrival of arrivals) {
    const found =
      "error" in arrival ? inError(arrival.error, isGood) : atTarget(arrival.message, targets.get(arrival.to ?? ""));
    if (found !== undefined) return found;
  }
  return undefined;
}

function inError(error: HopspanError, isGood: boolean): Finding | undefined {
  const said = `${error.code}: ${error.message}`;
  if (UNFORESEEN.has(error.code) || isOfThrowing(error))
    return { kind: "unforeseen", text: `an error without a class: ${said}${causeOf(error)}` };
  const isOwnMaking = error.code === "OUTPUT" || (isGood && BROKEN.has(error.code));
  return isOwnMaking ? { kind: "output", text: `an output that breaks its schema: ${said}` } : undefined;
}

/** A schema that refuses throws nothing of its own. */
const isOfThrowing = ({ code, cause }: HopspanError): boolean => code === "SCHEMA" && cause !== undefined;

/** A cause may quote the message, which is shown here anyway. */
const causeOf = ({ cause }: Pick<HopspanError, "cause">): string =>
  cause instanceof Error ? ` (${cause.name}: ${cause.message})` : "";

function atTarget(message: Message, target: Target | undefined): Finding | undefined {
  if (target === undefined) return undefined;
  try {
    for (const each of target.read(message))
      fitting(target.schema, plainJson(each), { code: "SCHEMA", what: "the body", schema: target.name });
    return undefined;
  } catch (thrown) {
    if (!(thrown instanceof HopspanError) || isOfThrowing(thrown)) {
      const cause = thrown instanceof HopspanError ? thrown.cause : thrown;
      return { kind: "unforeseen", text: `a check of ${target.name} threw${causeOf({ cause })}` };
    }
    return { kind: "output", text: `an output that breaks its schema: ${(thrown as TransformError).message}` };
  }
}

/** All that can be told of arrivals, as one text: equal exactly where they are. */
export const digestOf = (arrivals: readonly Arrival[]): string =>
  JSON.stringify(
    arrivals.map(({ to, branch, ...what }) => [
      to,
      branch,
      "error" in what ? [what.error.code, what.error.message] : printedMessage(what.message),
    ]),
  );
