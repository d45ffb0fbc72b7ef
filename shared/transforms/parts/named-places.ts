// How a step names what it works on: paths in the body, and names of attributes.

/** The options of a step that takes places and nothing else. */
export interface NamedPlaces {
  readonly fields?: readonly string[];
  readonly attributes?: readonly string[];
}

const names = { type: "array", minItems: 1, items: { type: "string", minLength: 1, maxLength: 256 } };

/** The JSON Schema properties `fields` and `attributes`: lists that name at least one place each. */
export const namedPlaces = {
  fields: { ...names, description: 'Paths in the body: customer.email, items[*].note, list[0], ["odd.name"].' },
  attributes: { ...names, description: "Names of attributes, exact." },
};
