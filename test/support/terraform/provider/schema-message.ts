// Schemas in the protocol's own form.

import type { Block } from "../schema/schema.ts";

/** Pure. A type is sent as the JSON in which terraform writes types. */
export const schemaMessage = (block: Block) => ({ version: 0, block: blockMessage(block) });

const blockMessage = ({ attributes, blocks }: Block): object => ({
  version: 0,
  attributes: Object.entries(attributes).map(([name, { type, required, optional, computed }]) => ({
    name,
    type: Buffer.from(JSON.stringify(type)),
    required,
    optional,
    computed,
  })),
  block_types: Object.entries(blocks).map(([type_name, { nesting, least, most, block }]) => ({
    type_name,
    nesting: nesting.toUpperCase(),
    // The protocol has no numbers for a single block.
    min_items: nesting === "single" ? 0 : least,
    max_items: nesting === "single" ? 0 : most,
    block: blockMessage(block),
  })),
});
