// Names that a source gives: of what it declares, of parameters and of properties; never the names that others gave.

import { type Node, Visitor } from "oxc-parser";
import type { Source, Sources } from "./sources.ts";

/** The words of a platform's own forms, which its servers and clients read by that very name, and where they are met. */
const foreign: readonly { readonly name: string; readonly in: RegExp }[] = [
  // Pub/Sub: what a message carries; Secret Manager: what a version holds.
  { name: "data", in: /^(shared\/brokers|infra\/local)\/pubsub\/|^infra\/cli\/endpoints\/topic\.ts$/ },
  { name: "data", in: /^infra\/local\/feed-sink\.ts$|^shared\/secrets\/google-secret\.ts$/ },
  // SQS: the type of an attribute, as the API and as Lambda's event spell it.
  { name: "DataType", in: /^(shared\/brokers|infra\/local)\/sqs\/|^infra\/local\/lambda\/sqs-event\.ts$/ },
  { name: "dataType", in: /^shared\/brokers\/sqs\/|^infra\/local\/lambda\/sqs-event\.ts$/ },
  // Cloud KMS: what a ciphertext is bound to.
  {
    name: "additionalAuthenticatedData",
    in: /^shared\/secrets\/google-kms\.ts$|\/(wrap-by-google|unwrap-again)\.ts$|^test\/support\/identity\/both-kms\.ts$/,
  },
  // CloudEvents: the members of an event that hold what it carries.
  { name: "data", in: /^(test\/)?shared\/transforms\/.*cloud-?events?/ },
  { name: "data_base64", in: /^shared\/transforms\/parts\/cloud-event/ },
  // What Pub/Sub's own step in front of a table reads and gives, and the field of a landed object's Avro.
  { name: "data", in: /^infra\/local\/landing\/(change|object-form)\.ts$|\/keyed-rows\.test\.ts$/ },
  // Options of the Avro codec.
  // CloudFormation, and resources of the Google provider.
  { name: "treatMissingData", in: /^infra\/aws\/watch\// },
  { name: "dataSets", in: /^infra\/gcp\/watch\// },
  { name: "disableMetricValidation", in: /^infra\/gcp\/watch\// },
  { name: "disableOnDestroy", in: /^infra\/gcp\/site\.ts$/ },
  { name: "disableDependentServices", in: /^infra\/gcp\/site\.ts$/ },
  { name: "noWrapper", in: /^infra\/local\/pubsub\/forms\/push-form\.ts$/ },
  // Tests read those forms too, and terraform's own: `data` is what a stack only looks up, and a row that is received.
  { name: "data", in: /^test\/.*(pubsub|google)|^test\/support\/terraform\/|^test\/infra\/gcp\/|\/receive\.test\.ts$/ },
];

const empty = new Set(["manager", "helper", "util", "base", "abstract", "impl", "data", "info", "processor"]);
const plurals = new Set([...empty].map((word) => `${word}s`));
const words = (name: string) => name.split(/[-_.]|(?<=[a-z0-9])(?=[A-Z])/).map((word) => word.toLowerCase());
const says = (name: string) => !words(name).some((word) => empty.has(word) || plurals.has(word));
const negative = /^(is|has|should)(Not|No)[A-Z]|^(no|not|disable)[A-Z]/;

/** Names that say nothing, interfaces with an `I` in front, and booleans that are true when something is not so. */
export function bannedNames(sources: Sources): readonly string[] {
  return [...sources].flatMap(([file, source]) => {
    const own = file.split("/").flatMap((part) => (says(part) ? [] : [`${file}: file name`]));
    const given = [...new Set(namesOf(source, !file.startsWith("test/")))].filter(
      (name) => !foreign.some((word) => word.name === name && word.in.test(file)),
    );
    return [
      ...own,
      ...given.filter((name) => !says(name) || /^I[A-Z][a-z]/.test(name)).map((name) => `${file}: ${name}`),
      ...given.filter((name) => negative.test(name)).map((name) => `${file}: ${name} is negative`),
    ];
  });
}

/** Whatever has a key. */
interface Keyed {
  readonly key: Node;
  readonly computed: boolean;
}

/**
 * What a source names, in the order of its text. A key in a pattern, and what is imported, were named elsewhere. The keys
 * of plain objects count only where asked for: a test writes the forms of others.
 */
function namesOf({ parsed }: Source, objects: boolean): readonly string[] {
  const names: string[] = [];
  const bound = (node: Node | null) => names.push(...bindings(node));
  const key = (node: Keyed) => !node.computed && names.push(...keyName(node.key));
  const own = ({ id }: { readonly id: Node | null }) => bound(id);
  const takes = ({ params }: { readonly params: readonly Node[] }) => params.forEach(bound);
  const callable = (node: { readonly id?: Node | null; readonly params: readonly Node[] }) => {
    bound(node.id ?? null);
    takes(node);
  };
  const patterns = new Set<Node>();
  new Visitor({
    VariableDeclarator: own,
    FunctionDeclaration: callable,
    FunctionExpression: callable,
    ArrowFunctionExpression: takes,
    TSFunctionType: takes,
    TSConstructorType: takes,
    TSCallSignatureDeclaration: takes,
    TSMethodSignature(node) {
      key(node);
      takes(node);
    },
    TSPropertySignature: key,
    PropertyDefinition: key,
    AccessorProperty: key,
    MethodDefinition: key,
    ObjectPattern({ properties }) {
      for (const property of properties) patterns.add(property);
    },
    Property(node) {
      if (objects && !node.shorthand && !patterns.has(node)) key(node);
    },
    ClassDeclaration: own,
    ClassExpression: own,
    TSInterfaceDeclaration: own,
    TSTypeAliasDeclaration: own,
    TSEnumDeclaration: own,
    TSTypeParameter: ({ name }) => bound(name),
    CatchClause: ({ param }) => bound(param),
    ExportSpecifier: ({ exported }) => bound(exported),
    ImportSpecifier({ imported, local }) {
      if (imported.type === "Identifier" && imported.name !== local.name) bound(local);
    },
    ImportDefaultSpecifier: ({ local }) => bound(local),
    ImportNamespaceSpecifier: ({ local }) => bound(local),
  }).visit(parsed.program);
  return names;
}

function bindings(node: Node | null): readonly string[] {
  switch (node?.type) {
    case "Identifier":
      return [node.name];
    case "AssignmentPattern":
      return bindings(node.left);
    case "RestElement":
      return bindings(node.argument);
    case "TSParameterProperty":
      return bindings(node.parameter);
    case "ArrayPattern":
      return node.elements.flatMap(bindings);
    case "ObjectPattern":
      return node.properties.flatMap((each) =>
        each.type === "RestElement" ? bindings(each) : each.shorthand ? [] : bindings(each.value),
      );
    default:
      return [];
  }
}

const keyName = (key: Node): readonly string[] =>
  key.type === "Identifier" || key.type === "PrivateIdentifier"
    ? [key.name]
    : key.type === "Literal" && typeof key.value === "string"
      ? [key.value]
      : [];
