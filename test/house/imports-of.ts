// What a source brings in, in whichever way: the many spellings of an import are one list here.

import { dirname, posix } from "node:path";
import { type Node, Visitor } from "oxc-parser";
import type { Source } from "./sources.ts";

/** What a source brings in. */
export interface Imports {
  /** Local files as paths from the root, packages by their specifier; types count too. In the order of the text. */
  readonly targets: readonly string[];
  /** Imports whose target can't be read off the source, as written; and `require` given to where it can't be followed. */
  readonly unreadable: readonly string[];
}

type Say = (argument: Node | undefined, whole: Node) => void;

/** Reads `import` and `export … from`, `import()` of values and types, `require`, `createRequire` and what resolves. */
export function importsOf(file: string, { text, parsed }: Source): Imports {
  const constants = constantsOf(parsed.program.body);
  const targets: string[] = [];
  const unreadable: string[] = [];
  const written = ({ start, end }: Node) => text.slice(start, end);
  const say: Say = (argument, whole) => {
    const specifier = argument === undefined ? undefined : literal(argument, constants);
    if (specifier === undefined) unreadable.push(written(whole));
    else targets.push(specifier.startsWith(".") ? posix.normalize(posix.join(dirname(file), specifier)) : specifier);
  };
  new Visitor({
    ImportDeclaration: (node) => say(node.source, node),
    ExportAllDeclaration: (node) => say(node.source, node),
    ExportNamedDeclaration: (node) => node.source && say(node.source, node),
    ImportExpression: (node) => say(node.source, node),
    TSImportType: (node) => say(node.source, node),
    TSExternalModuleReference: (node) => say(node.expression, node),
    ...requires(say, (node) => unreadable.push(written(node))),
  }).visit(parsed.program);
  return { targets, unreadable };
}

/** Follows `require` and what `createRequire` makes to their calls; any other mention of them is `lost`. */
function requires(say: Say, lost: (node: Node) => void): ConstructorParameters<typeof Visitor>[0] {
  const names = new Set(["require", "createRequire"]);
  const makers = new Set(["createRequire"]);
  const followed = new Set<Node>();
  const own = (node: Node): Node => (node.type === "MemberExpression" ? node.property : node);
  const is = (node: Node, wanted: ReadonlySet<string>): boolean => {
    const said = own(node);
    return said.type === "Identifier" && wanted.has(said.name);
  };
  const follow = (node: Node): true => followed.add(own(node)) && true;
  const makes = (node: Node): boolean =>
    node.type === "CallExpression" && is(node.callee, makers) && follow(node.callee);
  const loads = (node: Node): boolean => makes(node) || (is(node, names) && !is(node, makers) && follow(node));
  const resolves = (node: Node): boolean =>
    node.type === "MemberExpression" &&
    is(node.property, new Set(["resolve"])) &&
    (node.object.type === "MetaProperty" || loads(node.object));
  return {
    ImportSpecifier({ imported, local }) {
      if (!is(imported, makers)) return;
      names.add(local.name);
      makers.add(local.name);
      follow(imported);
      follow(local);
    },
    VariableDeclarator({ id, init }) {
      if (init === null || id.type !== "Identifier" || !makes(init)) return;
      names.add(id.name);
      follow(id);
    },
    CallExpression(node) {
      if (loads(node.callee) || resolves(node.callee)) say(node.arguments[0], node);
    },
    Identifier(node) {
      if (names.has(node.name) && !followed.has(node)) lost(node);
    },
  };
}

/** Texts that a source gives a name to, at its top. */
function constantsOf(body: readonly Node[]): ReadonlyMap<string, string> {
  const declared = body.flatMap((node) =>
    node.type === "VariableDeclaration" && node.kind === "const" ? node.declarations : [],
  );
  return new Map(
    declared.flatMap(({ id, init }) => {
      const value = init === null ? undefined : literal(init, new Map());
      return id.type === "Identifier" && value !== undefined ? [[id.name, value] as const] : [];
    }),
  );
}

function literal(node: Node, constants: ReadonlyMap<string, string>): string | undefined {
  if (node.type === "Literal") return typeof node.value === "string" ? node.value : undefined;
  if (node.type === "Identifier") return constants.get(node.name);
  if (node.type === "TemplateLiteral" && node.expressions.length === 0)
    return node.quasis[0]?.value.cooked ?? undefined;
  return node.type === "ParenthesizedExpression" ? literal(node.expression, constants) : undefined;
}
