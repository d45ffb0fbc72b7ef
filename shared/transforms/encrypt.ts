// Seals fields of a message, so that only those who hold the data key can read them.

import type { Json } from "../core/json.ts";
import { jsonBody, withJsonBody } from "../core/json-body.ts";
import { parsePath, updateAt } from "../core/json-path.ts";
import type { TransformPart } from "../core/ports.ts";
import { namedPlaces } from "./parts/named-places.ts";
import { keyOf, seal } from "./parts/seal.ts";

interface Options {
  readonly fields: readonly string[];
  readonly with: string;
}

/**
 * Each field becomes text that decrypt opens again, exact to the last digit. Equal values of different messages or
 * places look different; a null stays null, an absent field is nothing to seal. A path that meets another shape than it
 * says is a `TransformError` SHAPE, so that nothing slips by in the clear.
 */
export const encrypt: TransformPart = {
  options: {
    description: "Encrypts fields under a data key (AES-256-GCM).",
    examples: [{ fields: ["customer.email", "items[*].note"], with: "data-key" }],
    type: "object",
    required: ["fields", "with"],
    additionalProperties: false,
    properties: {
      fields: namedPlaces.fields,
      with: { type: "string", minLength: 1, description: "The name of a secret: at least 32 random bytes." },
    },
  },
  create(options, tools) {
    const { fields, with: name } = options as Options;
    const key = keyOf(name, tools.secret(name));
    const paths = fields.map(parsePath);
    return (message) => {
      const body = paths.reduce(
        (sealed, path) => updateAt(sealed, path, (found) => sealedValue(found, `${message.id} ${path.text}`)),
        jsonBody(message),
      );
      return [withJsonBody(message, body)];
    };
    function sealedValue(found: Json | undefined, context: string): Json | undefined {
      return found === undefined || found === null ? found : seal(found, key, context);
    }
  },
};
