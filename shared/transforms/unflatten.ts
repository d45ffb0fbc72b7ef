// Makes nested objects of flat names: { "customer.id" } becomes { customer: { id } }.

import { TransformError } from "../core/errors.ts";
import { DEEPEST_NESTING, isObject, type Json, type JsonObject } from "../core/json.ts";
import { jsonBody, withJsonBody } from "../core/json-body.ts";
import type { TransformPart } from "../core/ports.ts";
import { type FlatForm, flatForm } from "./parts/flat-form.ts";

/** An object that is being built; a class of its own, since a value of the body is never taken for one. */
class Grown extends Map<string, Json | Grown> {}

/**
 * The way back from flatten, with the same options. A name that would have to hold both a value and something below it
 * is a `TransformError` NAME_TAKEN; names of more than `DEEPEST_NESTING` parts are TOO_DEEP.
 */
export const unflatten: TransformPart = {
  options: {
    description: "Makes nested objects of flat names, splitting them.",
    examples: [{}, { separator: "_" }, { separator: "/", lists: "number" }],
    type: "object",
    additionalProperties: false,
    properties: flatForm,
  },
  create(options) {
    const form: FlatForm = { separator: ".", lists: "keep", ...(options as Partial<FlatForm>) };
    return (message) => {
      const body = jsonBody(message);
      if (!isObject(body)) throw new TransformError("SHAPE", "an object was expected as the body, to be unflattened");
      const hasParts = Object.keys(body).some((name) => name.includes(form.separator));
      return [hasParts ? withJsonBody(message, nested(body, form)) : message];
    };
  },
};

function nested(body: JsonObject, { separator, lists }: FlatForm): Json {
  const root = new Grown();
  for (const [name, value] of Object.entries(body)) put(root, name.split(separator), value);
  return finished(root, lists === "number", true);
}

function put(root: Grown, parts: readonly string[], value: Json): void {
  if (parts.length > DEEPEST_NESTING)
    throw new TransformError("TOO_DEEP", `a flat name has more than ${DEEPEST_NESTING} parts`);
  const holder = parts.slice(0, -1).reduce((above, part) => {
    const found = above.get(part) ?? new Grown();
    if (!(found instanceof Grown)) throw taken();
    above.set(part, found);
    return found;
  }, root);
  const last = parts.at(-1) ?? "";
  if (holder.has(last)) throw taken();
  holder.set(last, value);
}

// The name comes from the message, so it is not quoted.
const taken = () =>
  new TransformError("NAME_TAKEN", "a flat name stands for a value, and another one for something below it");

/** Members that are named 0, 1, 2 in this order were the items of a list; the body itself never was one. */
function finished(grown: Grown, isNumbered: boolean, isTop = false): Json {
  const members = [...grown].map(
    ([name, value]) => [name, value instanceof Grown ? finished(value, isNumbered) : value] as const,
  );
  const isList = isNumbered && !isTop && members.every(([name], at) => name === String(at));
  return isList ? members.map(([, value]) => value) : Object.fromEntries(members);
}
