// Where a thing is made is where it is imported from: who passes on what others export is found, however it is written.

import { type Node, type Program, Visitor } from "oxc-parser";
import type { Sources } from "./sources.ts";

/** Files that pass on what others export; the transform table is the one place where names are gathered. */
export function barrels(sources: Sources): readonly string[] {
  return [...sources]
    .filter(([file, { parsed }]) => passesOn(parsed.program) && file !== "shared/transforms/index.ts")
    .map(([file]) => `${file}: passes on another file's exports; import from where a thing is made`);
}

function passesOn(program: Program): boolean {
  const others = othersNames(program);
  const other = (node: Node | null): boolean => {
    if (node?.type === "TSTypeReference") return node.typeArguments === null && other(node.typeName);
    if (node?.type === "TSQualifiedName") return other(node.left);
    if (node?.type === "MemberExpression") return other(node.object);
    return node?.type === "Identifier" && others.has(node.name);
  };
  return program.body.some((node) => {
    if (node.type === "ExportAllDeclaration") return true;
    if (node.type === "ExportDefaultDeclaration") return other(node.declaration);
    if (node.type !== "ExportNamedDeclaration") return false;
    if (node.source !== null || node.specifiers.some(({ local }) => other(local))) return true;
    if (node.declaration?.type === "TSTypeAliasDeclaration") return other(node.declaration.typeAnnotation);
    return (
      node.declaration?.type === "VariableDeclaration" && node.declaration.declarations.some((each) => other(each.init))
    );
  });
}

/** What a source has from others: what it imports, and its own names for the same. */
function othersNames(program: Program): ReadonlySet<string> {
  const names = new Set<string>();
  const imported = ({ local }: { readonly local: { readonly name: string } }) => names.add(local.name);
  new Visitor({
    ImportSpecifier: imported,
    ImportDefaultSpecifier: imported,
    ImportNamespaceSpecifier: imported,
    VariableDeclarator({ id, init }) {
      if (id.type === "Identifier" && init?.type === "Identifier" && names.has(init.name)) names.add(id.name);
    },
  }).visit(program);
  return names;
}
