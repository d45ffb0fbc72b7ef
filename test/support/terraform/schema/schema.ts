// The schema of a resource as terraform knows it: attributes that hold a value, and blocks that hold more of the same.

/** A type in terraform's own notation: https://developer.hashicorp.com/terraform/language/expressions/type-constraints */
export type AttributeType =
  | "string"
  | "number"
  | "bool"
  | readonly ["list" | "set" | "map", AttributeType]
  | readonly ["object", Readonly<Record<string, AttributeType>>];

/** `computed` alone is never configured; `optional` and `computed` is filled in by Google where configuration is silent. */
export interface Attribute {
  readonly type: AttributeType;
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
}

/** A block within a block. `most` is 0 where there may be any number. */
export interface Nested {
  readonly nesting: "single" | "list" | "set";
  readonly least: 0 | 1;
  readonly most: 0 | 1;
  readonly block: Block;
}

export interface Block {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly blocks: Readonly<Record<string, Nested>>;
}

/** What an expression sees where it names a block: an object, within lists and sets of them. */
export function typeOf({ attributes, blocks }: Block): AttributeType {
  return [
    "object",
    {
      ...Object.fromEntries(Object.entries(attributes).map(([name, { type }]) => [name, type])),
      ...Object.fromEntries(
        Object.entries(blocks).map(([name, { nesting, block }]) => {
          const type = typeOf(block);
          return [name, nesting === "single" ? type : ([nesting, type] as const)];
        }),
      ),
    },
  ];
}
