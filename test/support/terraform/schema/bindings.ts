// The `@cdktf/provider-google` bindings as an object per type: what their classes say of themselves is the schema.

import { createRequire } from "node:module";
import type { TerraformElement, TerraformStack } from "cdktf";
import { unwrittenStack } from "../../../../infra/gcp/unwritten-stack.ts";

/** Managed by a stack, or only read by it. */
export type Kind = "resource" | "data";

type Binding = new (scope: TerraformStack, id: string, config: object) => TerraformElement;

const load = createRequire(import.meta.url);

/** An instance without any configuration, made from the one folder of the bindings that the type has; undefined where it has none. */
export function anInstance(kind: Kind, type: string): TerraformElement | undefined {
  const [, name] = /^google_([a-z0-9_]+)$/.exec(type) ?? [];
  if (name === undefined) return undefined;
  const folder = `${kind === "data" ? "data-google-" : ""}${name.replaceAll("_", "-")}`;
  const binding = bindingIn(folder, "tfResourceType", type);
  return binding === undefined ? undefined : new binding(unwrittenStack("stack"), "instance", {});
}

/** The provider itself, without any configuration. */
export function aProvider(): TerraformElement {
  const binding = bindingIn("provider", "tfResourceType", "google");
  if (binding === undefined) throw new Error("the bindings have no provider: expected the folder lib/provider");
  return new binding(unwrittenStack("stack"), "instance", {});
}

function bindingIn(folder: string, key: string, type: string): Binding | undefined {
  const parts = exportsOf(`@cdktf/provider-google/lib/${folder}/index.js`);
  return Object.values(parts).find(
    (part): part is Binding => typeof part === "function" && Reflect.get(part, key) === type,
  );
}

function exportsOf(file: string): object {
  try {
    return load(file) as object;
  } catch (error) {
    // A type that the bindings don't have is an answer; bindings that can't be loaded are not.
    if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND" && String(error).includes(file)) return {};
    throw error;
  }
}
