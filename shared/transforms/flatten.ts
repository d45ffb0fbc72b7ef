// Makes one flat object of nested ones: { customer: { id } } becomes { "customer.id" }.

import { TransformError } from "../core/errors.ts";
import { isObject, type Json, type JsonObject } from "../core/json.ts";
import { jsonBody, withJsonBody } from "../core/json-body.ts";
import type { TransformPart } from "../core/ports.ts";
import { type FlatForm, flatForm } from "./parts/flat-form.ts";

/** Characters of all flat names; ours. A long name above many fields is written once for each of them. */
const MOST_CHARACTERS = 16 * 1_024 * 1_024;

/**
 * Names are joined with the separator, in the order in which their values stand; nothing else changes. Empty objects stay
 * as values, so nothing is lost. Two places that get one name are a `TransformError` NAME_TAKEN; names of more than `MOST_CHARACTERS` are TOO_LARGE.
 */
export const flatten: TransformPart = {
  options: {
    description: "Makes one flat object of nested ones, joining names.",
    examples: [{}, { separator: "_" }, { separator: "/", lists: "number" }],
    type: "object",
    additionalProperties: false,
    properties: flatForm,
  },
  create(options) {
    const form: FlatForm = { separator: ".", lists: "keep", ...(options as Partial<FlatForm>) };
    return (message) => {
      const body = jsonBody(message);
      if (!isObject(body)) throw new TransformError("SHAPE", "an object was expected as the body, to be flattened");
      return [isFlat(body, form) ? message : withJsonBody(message, flat(body, form))];
    };
  },
};

/** What goes on below: an object with members, and a list with items where these are numbered. */
function below(value: Json, { lists }: FlatForm): readonly (readonly [string, Json])[] {
  if (isObject(value)) return Object.entries(value);
  return lists === "number" && Array.isArray(value) ? [...value.entries()].map(([at, item]) => [String(at), item]) : [];
}

const isFlat = (body: JsonObject, form: FlatForm): boolean =>
  Object.values(body).every((value) => below(value, form).length === 0);

function flat(body: JsonObject, form: FlatForm): Json {
  const found = new Map<string, Json>();
  let characters = 0;
  const visit = (name: string, value: Json): void => {
    const members = below(value, form);
    if (members.length === 0) {
      // The name comes from the message, so it is not quoted.
      if (found.has(name)) throw new TransformError("NAME_TAKEN", "two fields of the body get one name when flattened");
      characters += name.length;
      if (characters > MOST_CHARACTERS)
        throw new TransformError("TOO_LARGE", `the flat names have more than ${MOST_CHARACTERS} characters`);
      found.set(name, value);
    }
    for (const [member, inner] of members) visit(`${name}${form.separator}${member}`, inner);
  };
  for (const [name, value] of Object.entries(body)) visit(name, value);
  return Object.fromEntries(found);
}
