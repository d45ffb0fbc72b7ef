// How flat names are written: what flatten and unflatten must agree on.

/** The options of both. */
export interface FlatForm {
  readonly separator: string;
  /** `keep` leaves lists as values; `number` names their items 0, 1, 2. */
  readonly lists: "keep" | "number";
}

/** Their JSON Schema properties. */
export const flatForm = {
  separator: {
    type: "string",
    minLength: 1,
    maxLength: 8,
    default: ".",
    description: "What stands between the parts of a flat name.",
  },
  lists: {
    enum: ["keep", "number"],
    default: "keep",
    description: "keep leaves lists as they are; number gives each item a name: tags.0, tags.1.",
  },
};
