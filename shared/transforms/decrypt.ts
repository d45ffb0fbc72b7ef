// Opens the fields that encrypt has sealed.

import type { Json } from "../core/json.ts";
import { jsonBody, withJsonBody } from "../core/json-body.ts";
import { parsePath, updateAt } from "../core/json-path.ts";
import type { TransformPart } from "../core/ports.ts";
import { namedPlaces } from "./parts/named-places.ts";
import { keyOf, open } from "./parts/seal.ts";

interface Options {
  readonly fields: readonly string[];
  readonly with: string | readonly string[];
}

const secret = { type: "string", minLength: 1 };

/**
 * The field's value as it was. A value that is not sealed, was sealed by another key, or was changed, is a
 * `TransformError` SEAL; a null stays null, an absent field is nothing to open.
 */
export const decrypt: TransformPart = {
  options: {
    description: "Decrypts fields that encrypt has encrypted.",
    examples: [
      { fields: ["customer.email"], with: "data-key" },
      { fields: ["customer.email", "items[*].note"], with: ["data-key", "old-data-key"] },
    ],
    type: "object",
    required: ["fields", "with"],
    additionalProperties: false,
    properties: {
      fields: namedPlaces.fields,
      with: {
        description: "The name of a secret; several while keys are changed: each value tells which sealed it.",
        anyOf: [secret, { type: "array", minItems: 1, maxItems: 10, items: secret }],
      },
    },
  },
  create(options, tools) {
    const { fields, with: names } = options as Options;
    const keys = (typeof names === "string" ? [names] : names).map((name) => keyOf(name, tools.secret(name)));
    const paths = fields.map(parsePath);
    const opened = (found: Json | undefined) => (found === undefined || found === null ? found : open(found, keys));
    return (message) => [
      withJsonBody(
        message,
        paths.reduce((body, path) => updateAt(body, path, opened), jsonBody(message)),
      ),
    ];
  },
};
