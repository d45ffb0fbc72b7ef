// Every part has a test: one of its own name, or, by a list that says why, one that proves it together with others.

import { posix } from "node:path";
import { type Node, Visitor } from "oxc-parser";
import { importsOf } from "./imports-of.ts";
import { proofs as written } from "./proofs.ts";
import type { Source, Sources } from "./sources.ts";

const PART = /^(shared|infra|functions)\//;
const ownTest = (part: string): string => `test/${part.replace(/\.\w+$/, ".test.ts")}`;

/** Parts without a test. What holds types alone is proven by the compiler. */
export function untested(sources: Sources, proofs = written): readonly string[] {
  const reached = reachOf(sources);
  return [...sources].flatMap(([part, source]) => {
    if (!PART.test(part) || sources.has(ownTest(part)) || holdsTypes(source)) return [];
    const test = proofs.get(part);
    if (test === undefined) return [`${part}: has no ${ownTest(part)}, nor a line in test/house/proofs.ts`];
    return reached(test).has(part) ? [] : [`${part}: ${test} is said to prove it, and does not even load it`];
  });
}

/** Lines of the list that nothing needs any more: of parts that are gone, that have a test of their own, or hold types. */
export function needless(sources: Sources, proofs = written): readonly string[] {
  return [...proofs.keys()].flatMap((part) => {
    const source = sources.get(part);
    if (source === undefined) return [`${part}: is listed among the proofs, and is not there`];
    if (sources.has(ownTest(part))) return [`${part}: is listed among the proofs, and has ${ownTest(part)}`];
    return holdsTypes(source) ? [`${part}: is listed among the proofs, and holds types alone`] : [];
  });
}

function holdsTypes({ parsed }: Source): boolean {
  return parsed.program.body.every((node) => {
    if (node.type === "ImportDeclaration") return node.importKind === "type" || node.specifiers.length > 0;
    const declared = node.type === "ExportNamedDeclaration" ? node.declaration : node;
    return declared?.type === "TSInterfaceDeclaration" || declared?.type === "TSTypeAliasDeclaration";
  });
}

/** What a test loads: by its imports and theirs, and, as processes and projects of their own, by a text that names a file. */
function reachOf(sources: Sources): (test: string) => ReadonlySet<string> {
  const found = new Map<string, readonly string[]>();
  const next = (file: string): readonly string[] => {
    const source = sources.get(file);
    const targets =
      found.get(file) ?? (source === undefined ? [] : [...importsOf(file, source).targets, ...named(file, source)]);
    found.set(file, targets);
    return targets.filter((target) => sources.has(target));
  };
  return (test) => {
    const seen = new Set(sources.has(test) ? [test] : []);
    for (const file of seen) for (const target of next(file)) seen.add(target);
    return seen;
  };
}

function named(file: string, { parsed }: Source): readonly string[] {
  const paths: string[] = [];
  const visit = (node: Node & { readonly value: unknown }) => {
    if (typeof node.value !== "string" || !node.value.endsWith(".ts")) return;
    paths.push(node.value, posix.join(posix.dirname(file), node.value));
  };
  new Visitor({ Literal: visit }).visit(parsed.program);
  return paths;
}
