// The provider's own configuration: its class has no getters that name attributes, so it is asked what it would write.

import { Token } from "cdktf";
import { aProvider } from "./bindings.ts";
import type { Attribute, AttributeType, Block } from "./schema.ts";

/** One attribute as cdktf describes it where it writes HCL. */
interface Written {
  readonly isBlock: boolean;
  readonly type: string;
  readonly storageClassType: string;
}

const TYPES: Readonly<Record<string, AttributeType>> = {
  string: "string",
  number: "number",
  boolean: "bool",
  stringList: ["list", "string"],
  stringMap: ["map", "string"],
};

/** Pure. Its few blocks (batching, external credentials) are not among them: no stack here configures one. */
export function deriveProvider(): Block {
  const provider = aProvider();
  const settable = Object.entries(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(provider) as object));
  // Only what is set is written, and a token stands for any value.
  for (const [key, { set }] of settable)
    if (set !== undefined) Reflect.set(provider, key, Token.asAny({ resolve: () => "any" }));
  const write = Reflect.get(provider, "synthesizeHclAttributes") as () => Readonly<Record<string, Written>>;
  return { attributes: Object.fromEntries(attributes(write.call(provider))), blocks: {} };
}

function* attributes(written: Readonly<Record<string, Written>>): Generator<[string, Attribute]> {
  for (const [name, { isBlock, storageClassType }] of Object.entries(written)) {
    const type = TYPES[storageClassType];
    // `alias` belongs to terraform, not to the provider.
    if (isBlock || type === undefined || name === "alias") continue;
    yield [name, { type, required: false, optional: true, computed: false }];
  }
}
