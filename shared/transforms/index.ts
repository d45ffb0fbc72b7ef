// The transform table: every name that a fabric may use, and how several of them become one step.

import { closest } from "../core/closest.ts";
import { ConfigError, type Problem } from "../core/errors.ts";
import type { Tools, Transform, TransformPart } from "../core/ports.ts";
import { inOrder } from "./parts/in-order.ts";

export { inOrder } from "./parts/in-order.ts";

/**
 * Name to lazy loader: a link loads only the transforms that it names, and nothing of the others. A loader is given the
 * step's options, for a part that loads what they name.
 */
export const transforms: Readonly<Record<string, (options?: unknown) => Promise<TransformPart>>> = {
  "keep-when": async () => (await import("./keep-when.ts")).keepWhen,
  "drop-when": async () => (await import("./drop-when.ts")).dropWhen,
  redact: async () => (await import("./redact.ts")).redact,
  rename: async () => (await import("./rename.ts")).rename,
  set: async () => (await import("./set.ts")).set,
  pick: async () => (await import("./pick.ts")).pick,
  omit: async () => (await import("./omit.ts")).omit,
  flatten: async () => (await import("./flatten.ts")).flatten,
  unflatten: async () => (await import("./unflatten.ts")).unflatten,
  split: async () => (await import("./split.ts")).split,
  "set-key": async () => (await import("./set-key.ts")).setKey,
  "to-attributes": async () => (await import("./to-attributes.ts")).toAttributes,
  "from-attributes": async () => (await import("./from-attributes.ts")).fromAttributes,
  encrypt: async () => (await import("./encrypt.ts")).encrypt,
  decrypt: async () => (await import("./decrypt.ts")).decrypt,
  "to-cloudevents": async () => (await import("./to-cloudevents.ts")).toCloudEvents,
  "from-cloudevents": async () => (await import("./from-cloudevents.ts")).fromCloudEvents,
  unwrap: async () => (await import("./unwrap.ts")).unwrap,
  parse: async () => (await import("./parse.ts")).parse,
  serialize: async () => (await import("./serialize.ts")).serialize,
  timestamp: async () => (await import("./timestamp.ts")).timestamp,
  validate: async (options) => (await import("./validate.ts")).validate(options),
  "order-to-row": async () => (await import("./order-to-row.ts")).orderToRow,
  "flight-to-row": async () => (await import("./flight-to-row.ts")).flightToRow,
};

/**
 * The steps as one, in their order: what one drops or splits, the next never sees or sees apart. Without steps it hands
 * on the very message and never touches its body. Rejects with one `ConfigError` that lists the problems of all steps:
 * names that the table lacks, and options that a factory refuses. Options are expected to fit the part's schema.
 */
export async function loadChain(
  steps: readonly { readonly name: string; readonly options?: unknown }[],
  tools: Tools,
): Promise<Transform> {
  const made = await Promise.all(steps.map(({ name, options }) => make(name, options, tools)));
  const problems = made.flatMap((each) => (typeof each === "function" ? [] : each));
  if (problems.length > 0) throw new ConfigError(problems);
  return inOrder(made.filter((each) => typeof each === "function"));
}

async function make(name: string, options: unknown, tools: Tools): Promise<Transform | readonly Problem[]> {
  const load = Object.hasOwn(transforms, name) ? transforms[name] : undefined;
  if (load === undefined) return [unknown(name)];
  const part = await load(options);
  try {
    return part.create(options ?? {}, tools);
  } catch (thrown) {
    if (!(thrown instanceof ConfigError)) throw thrown;
    return thrown.problems.map((problem) => ({ ...problem, message: `transform ${name}: ${problem.message}` }));
  }
}

function unknown(name: string): Problem {
  const meant = closest(name, Object.keys(transforms));
  const hint = meant === undefined ? `known are ${Object.keys(transforms).join(", ")}` : `did you mean ${meant}?`;
  return { severity: "error", code: "TRANSFORM", message: `transform ${name} is not known: ${hint}` };
}
