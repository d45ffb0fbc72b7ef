// The schemas of the types that a stack uses, each derived once per process.

import { known } from "../google/known.ts";
import { anInstance, type Kind } from "./bindings.ts";
import { derive } from "./derive.ts";
import { deriveProvider } from "./derive-provider.ts";
import type { Block } from "./schema.ts";

const made = new Map<string, Block | undefined>();
const once = (key: string, make: () => Block | undefined): Block | undefined => {
  if (!made.has(key)) made.set(key, make());
  return made.get(key);
};

/**
 * The schema of a type of resource or data source; undefined for a type that the bindings don't have. The bindings do not
 * tell which optional attributes Google fills in: those of `known` are, and `id` always is.
 */
export const schemaOf = (kind: Kind, type: string): Block | undefined =>
  once(`${kind} ${type}`, () => {
    const instance = anInstance(kind, type);
    return instance === undefined ? undefined : filledIn(derive(instance), ["id", ...known(type).filled]);
  });

/** The schema of the provider's own configuration. */
export const providerSchema = (): Block => once("provider", deriveProvider) as Block;

/** The same block, with the optional attributes at these paths computed too. */
function filledIn({ attributes, blocks }: Block, paths: readonly string[]): Block {
  const within = (name: string) =>
    paths.filter((path) => path.startsWith(`${name}.`)).map((path) => path.slice(name.length + 1));
  return {
    attributes: Object.fromEntries(
      Object.entries(attributes).map(([name, attribute]) => [
        name,
        attribute.optional && paths.includes(name) ? { ...attribute, computed: true } : attribute,
      ]),
    ),
    blocks: Object.fromEntries(
      Object.entries(blocks).map(([name, nested]) => [
        name,
        { ...nested, block: filledIn(nested.block, within(name)) },
      ]),
    ),
  };
}
