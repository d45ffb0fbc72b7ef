// One fault as it is written, held against what there is: endpoints, operations, codes.

import { closest } from "../../../shared/core/closest.ts";
import {
  ACKNOWLEDGEMENTS,
  BATCH_OPERATIONS,
  MESSAGE_OPERATIONS,
  operationsOf,
  PUBSUB_CODES,
  SENDS,
  SQS_CODES,
} from "./codes.ts";
import type { Broker, Fault, FaultRule } from "./rule.ts";
import { KINDS, type WrittenRule } from "./schema.ts";

/** Where an endpoint is. */
export interface Place {
  readonly broker: Broker;
  /** Its name on the server. */
  readonly name: string;
}

/** The endpoints that faults can be at, by the names that a file has for them. */
export type Places = ReadonlyMap<string, Place>;

type Kind = (typeof KINDS)[number];

/** What is wrong, and where in the fault. */
interface Wrong {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** A rule, unless something is wrong. Every problem is told. */
export function toRule(written: WrittenRule, places?: Places): { rule?: FaultRule; wrong: readonly Wrong[] } {
  const kinds = KINDS.filter((each) => written[each] !== undefined);
  const [kind, ...others] = kinds;
  if (kind === undefined) return { wrong: [{ path: [], message: `needs one of ${KINDS.join(", ")}` }] };
  if (others.length > 0)
    return { wrong: [{ path: [], message: `has ${kinds.join(" and ")}: expected one, write a fault for each` }] };
  const ends = endsOf(written, places);
  const { brokers, wrong: strange } = brokersFor(kind, written, ends);
  const { operations, wrong: impossible } = operationsFor(kind, written, brokers);
  const wrong = [...ends.wrong, ...strange, ...impossible];
  if (wrong.length > 0) return { wrong };
  const rule = {
    text: textOf(kind, written),
    fault: faultOf(kind, written),
    ...(ends.names.length === 0 ? {} : { names: new Set(ends.names) }),
    operations: new Set(operations),
    rate: written.rate ?? 1,
    skip: written.skip ?? 0,
    times: written.times ?? Number.POSITIVE_INFINITY,
    afterMs: (written.afterSeconds ?? 0) * 1_000,
    forMs: (written.forSeconds ?? Number.POSITIVE_INFINITY) * 1_000,
  };
  return { rule, wrong };
}

/** Where a fault is: names on the servers, and whose they are, as far as that is known. */
interface Ends {
  readonly names: readonly string[];
  readonly brokers: readonly (Broker | undefined)[];
  readonly wrong: readonly Wrong[];
}

function endsOf({ at }: WrittenRule, places: Places | undefined): Ends {
  const names = listOf(at);
  const found = names.map((name) => places?.get(name));
  return {
    names: names.map((name, index) => found[index]?.name ?? name),
    brokers: found.map((place) => place?.broker),
    wrong: names.flatMap((name, index) =>
      places === undefined || found[index] !== undefined
        ? []
        : [{ path: pathOf("at", at, index), message: unknown(name, "endpoint", [...places.keys()]) }],
    ),
  };
}

/** The brokers that a fault can be at, by its code and by its places. */
function brokersFor(kind: Kind, written: WrittenRule, ends: Ends): { brokers: readonly Broker[]; wrong: Wrong[] } {
  const wrong: Wrong[] = [];
  const coded = codeOf(written);
  const isHere = (broker: Broker) =>
    ends.brokers.length === 0 || ends.brokers.some((known) => (known ?? broker) === broker);
  const brokers = (coded?.brokers ?? (["sqs", "pubsub"] as const)).filter(isHere);
  if (coded?.brokers.length === 0) {
    const codes = [...(kind === "refuse" ? PUBSUB_CODES : []), ...SQS_CODES.keys()];
    wrong.push({ path: [kind], message: unknown(coded.code, "code", codes) });
  } else if (coded !== undefined && brokers.length === 0)
    wrong.push({
      path: [kind],
      message: `is of ${called(coded.brokers[0])}, and ${listOf(written.at).join(", ")} is not there`,
    });
  const isLoose = kind === "duplicate" || kind === "reorder";
  if (isLoose && ends.names.length > 0 && ends.names.every((name) => name.endsWith(".fifo")))
    wrong.push({ path: [kind], message: "can't be at a FIFO queue: it gives each message once, and in order" });
  return { brokers, wrong };
}

const called = (broker: Broker | undefined) => (broker === "sqs" ? "SQS" : "Pub/Sub");

/** The code that a fault names, and whose it is; a batch is SQS's alone. */
function codeOf({ refuse, failEntries }: WrittenRule): { code: string; brokers: readonly Broker[] } | undefined {
  const code = refuse ?? failEntries;
  if (code === undefined) return undefined;
  const brokers: Broker[] = SQS_CODES.has(code) ? ["sqs"] : [];
  return { code, brokers: refuse !== undefined && PUBSUB_CODES.some((known) => known === code) ? ["pubsub"] : brokers };
}

function operationsFor(kind: Kind, { on }: WrittenRule, brokers: readonly Broker[]) {
  const ranges = brokers.map((broker) => rangeOf(kind, broker));
  const possible = ranges.flatMap(([all]) => all);
  const given = listOf(on);
  const wrong = given.flatMap((name, index): readonly Wrong[] =>
    possible.includes(name) || brokers.length === 0
      ? []
      : [{ path: pathOf("on", on, index), message: unknown(name, "operation for this fault", possible) }],
  );
  return { operations: given.length === 0 ? ranges.flatMap(([, usual]) => usual) : given, wrong };
}

/** What a fault can be on, and what it is on where nothing is said. */
function rangeOf(kind: Kind, broker: Broker): readonly [readonly string[], readonly string[]] {
  const only = (operations: readonly string[]) => [operations, operations] as const;
  switch (kind) {
    case "failEntries":
      return only(broker === "sqs" ? BATCH_OPERATIONS : []);
    case "duplicate":
      return only(ACKNOWLEDGEMENTS[broker]);
    case "reorder":
      return only(SENDS[broker]);
    default:
      return [operationsOf(broker), MESSAGE_OPERATIONS[broker]];
  }
}

function faultOf(kind: Kind, written: WrittenRule): Fault {
  const { delayMs = 0, refuse = "", failEntries = "", loseAnswer = "cut" } = written;
  switch (kind) {
    case "delayMs": {
      const { least, most } = typeof delayMs === "number" ? { least: delayMs, most: delayMs } : delayMs;
      return { kind: "delay", leastMs: least, mostMs: Math.max(least, most) };
    }
    case "refuse":
      return { kind, code: refuse };
    case "failEntries":
      return { kind, code: failEntries };
    case "loseAnswer":
      return { kind, by: loseAnswer };
    default:
      return { kind };
  }
}

function textOf(kind: Kind, written: WrittenRule): string {
  const { [kind]: value } = written;
  const what = typeof value === "string" ? `${kind} ${value}` : kind;
  const at = listOf(written.at);
  const on = listOf(written.on);
  return [
    what,
    ...(at.length > 0 ? [`at ${at.join(", ")}`] : []),
    ...(on.length > 0 ? [`on ${on.join(", ")}`] : []),
  ].join(" ");
}

const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === "string" ? [value] : value;

const pathOf = (key: string, value: unknown, index: number) => (typeof value === "string" ? [key] : [key, index]);

function unknown(name: string, what: string, known: readonly string[]): string {
  const near = closest(name, known);
  const others = known.length === 0 ? "there is none" : `known are ${known.join(", ")}`;
  return `"${name}" is no ${what}: ${near === undefined ? others : `did you mean ${near}?`}`;
}
