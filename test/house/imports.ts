// Who may import whom: the table of ARCHITECTURE.md, as data.

import { importsOf } from "./imports-of.ts";
import type { Sources } from "./sources.ts";

type Pattern = RegExp;

/** What a file may import beside files of its own folder; the first row whose `from` matches counts. */
interface Row {
  readonly from: Pattern;
  readonly may: readonly Pattern[];
  readonly own?: false;
}

const table: readonly Row[] = [
  { from: /^shared\/core\//, may: [] },
  { from: /^shared\/transforms\/index\.ts$/, may: [/^shared\/(core|transforms)\//] },
  {
    from: /^shared\/transforms\/validate\.ts$/,
    may: [/^shared\/core\//, /^shared\/transforms\/define-transform\.ts$/, /^shared\/schemas\/index\.ts$/, /^zod$/],
    own: false,
  },
  { from: /^shared\/transforms\/parts\//, may: [/^shared\/core\//, /^@marcbachmann\/cel-js$/] },
  {
    from: /^shared\/transforms\/codecs\//,
    may: [/^shared\/core\//, /^avsc$/, /^csv-(parse|stringify)\/sync$/, /^protobufjs$/],
  },
  {
    from: /^shared\/transforms\//,
    may: [
      /^shared\/core\//,
      /^shared\/transforms\/(define-transform|chain)\.ts$/,
      /^shared\/transforms\/(parts|codecs)\//,
      /^shared\/schemas\/(?!index|fields|to-)[^/]+\.ts$/,
      /^zod$/,
    ],
    own: false,
  },
  // What a schema says of a body, and to whom: nothing but zod.
  { from: /^shared\/schemas\//, may: [/^zod$/] },
  // Who a function is, and what it may know: only by what its own platform and the two clouds' token services tell.
  {
    from: /^shared\/identity\//,
    may: [/^shared\/core\//, /^@aws-sdk\/credential-provider-web-identity$/, /^google-auth-library$/],
  },
  { from: /^shared\/secrets\//, may: [/^shared\/core\//, /^shared\/identity\//] },
  { from: /^shared\/brokers\/sqs\/endpoint\.ts$/, may: [], own: false },
  { from: /^shared\/brokers\/pubsub\/endpoint\.ts$/, may: [], own: false },
  {
    from: /^shared\/brokers\/sqs\//,
    may: [
      /^shared\/core\//,
      /^shared\/identity\//,
      /^shared\/brokers\/[^/]+\.ts$/,
      /^@aws-sdk\/client-sqs$/,
      /^@smithy\//,
      /^aws-lambda$/,
    ],
  },
  {
    from: /^shared\/brokers\/pubsub\//,
    may: [
      /^shared\/core\//,
      /^shared\/identity\//,
      /^shared\/brokers\/[^/]+\.ts$/,
      /^@google-cloud\/pubsub(-api)?(\/|$)/,
      /^google-gax(\/|$)/,
      /^@grpc\/grpc-js$/,
    ],
  },
  { from: /^shared\/brokers\//, may: [/^shared\/core\//, /^shared\/brokers\/[^/]+\.ts$/] },
  {
    from: /^shared\/fabric\/wake-link\.ts$/,
    may: [/^shared\/core\//, /^shared\/fabric\//, /^shared\/transforms\/index\.ts$/, /^shared\/secrets\//],
  },
  {
    from: /^shared\/fabric\//,
    may: [
      /^shared\/core\//,
      /^shared\/fabric\//,
      /^shared\/transforms\/index\.ts$/,
      /^shared\/schemas\/(index|to-[a-z]+)\.ts$/,
      /^shared\/brokers\/[^/]+\/endpoint\.ts$/,
      /^zod$/,
      /^yaml$/,
    ],
  },
  {
    from: /^functions\//,
    may: [
      /^shared\/core\//,
      /^shared\/brokers\/[^/]+\/(source|sink|dead-letters|push-handler)\.ts$/,
      /^shared\/fabric\/(read|wake)-link\.ts$/,
      /^@google-cloud\/functions-framework$/,
      /^aws-lambda$/,
    ],
    own: false,
  },
  {
    from: /^infra\/(aws|gcp)\//,
    may: [
      /^infra\/(aws|gcp)\//,
      /^infra\/bundle\.ts$/,
      /^shared\/core\/errors\.ts$/,
      /^shared\/fabric\//,
      /^shared\/brokers\/[^/]+\/endpoint\.ts$/,
      /^aws-cdk-lib(\/|$)/,
      /^constructs$/,
      /^cdktf$/,
      /^@cdktf\//,
      /^(zod|fflate)$/,
    ],
  },
  // Pure figures: a plan's shape comes in as plain values, so that any form of a deployment can be priced.
  { from: /^infra\/cost\//, may: [/^shared\/core\//] },
  // Which losses a change brings, and what a plan says: from plain values, so that no cloud has to be asked.
  {
    from: /^infra\/plan\//,
    may: [
      /^infra\/cost\//,
      /^infra\/gcp\/watch\/chunks\.ts$/,
      /^infra\/load-deployment\.ts$/,
      /^shared\/core\//,
      /^shared\/fabric\//,
      /^shared\/brokers\/[^/]+\/endpoint\.ts$/,
    ],
  },
  // A text in, a text out: nothing but what a fabric may say, and what check has against it.
  { from: /^infra\/kubemq\//, may: [/^shared\/core\//, /^shared\/fabric\//] },
  // Both halves by their names, and the tools that make them; of the clouds only what is there, and what it holds.
  {
    from: /^infra\/deploy\//,
    may: [
      /^infra\/aws\/stacks\.ts$/,
      /^infra\/gcp\/(has-google-half|module|outputs|synth)\.ts$/,
      /^infra\/plan\/(consent|aws-losses|google-losses)\.ts$/,
      /^infra\/(bundle|load-deployment)\.ts$/,
      /^shared\/core\/errors\.ts$/,
      /^shared\/fabric\/(deployment\/|duration\.ts$)/,
      /^shared\/brokers\/[^/]+\/endpoint\.ts$/,
      /^@aws-sdk\/client-(sqs|sts|cloudformation)$/,
      /^google-auth-library$/,
      // Where the tool lies, which runs as a process of its own.
      /^aws-cdk\/package\.json$/,
    ],
  },
  // Local runs and the command may use everything that runs, but no deployment library.
  {
    from: /^infra\/(local|cli)\//,
    may: [
      /^infra\/(local|cli|cost|plan|deploy|kubemq)\//,
      /^infra\/(bundle|load-deployment)\.ts$/,
      /^shared\//,
      /^(?!aws-cdk-lib|cdktf|constructs|@cdktf)[^./]/,
    ],
  },
  {
    from: /^infra\//,
    may: [/^infra\//, /^shared\/core\/errors\.ts$/, /^shared\/fabric\//, /^(?!@aws-sdk|@google-cloud)[^./]/],
  },
  // What an owner of a fabric writes: the command, and what an app of their own is made of.
  {
    from: /^examples\//,
    may: [
      /^infra\/aws\/fabric\.ts$/,
      /^infra\/(bundle|load-deployment)\.ts$/,
      /^infra\/cli\/hopspan\.ts$/,
      /^aws-cdk-lib(\/|$)/,
    ],
  },
  { from: /^vitest\.config\.ts$/, may: [/^vitest\/config$/, /^test\/support\/whole-run\//], own: false },
  { from: /^test\//, may: [/./] },
];

/** Load what they are handed as they run: tests, and the two that run a function, whose bundle lies anywhere. */
const loaders = /^test\/|^infra\/local\/(lambda\/bootstrap|run\/instance)\.ts$/;

const folder = (file: string) => file.slice(0, file.lastIndexOf("/") + 1);

/** Imports that the table does not allow, and files that it does not know. */
export function forbiddenImports(sources: Sources): readonly string[] {
  return [...sources].flatMap(([file, source]) => {
    const row = table.find(({ from }) => from.test(file));
    if (row === undefined) return [`${file}: no row of the import table speaks of this file`];
    const allowed = (target: string) =>
      target.startsWith("node:") ||
      row.may.some((pattern) => pattern.test(target)) ||
      (row.own !== false && target.startsWith(folder(file)));
    const { targets, unreadable } = importsOf(file, source);
    return [
      ...targets.filter((target) => !allowed(target)).map((target) => `${file}: may not import ${target}`),
      ...unreadable
        .filter(() => !loaders.test(file))
        .map((written) => `${file}: imports what can't be read off it, ${written}; write the target as a text`),
    ];
  });
}

/** A crossing joins two brokers and may import only those. */
export function strangerBrokers(sources: Sources): readonly string[] {
  return [...sources].flatMap(([file, source]) => {
    const [, from, to] = /^functions\/([a-z]+)-to-([a-z]+)\//.exec(file) ?? [];
    if (from === undefined || to === undefined) return [];
    return importsOf(file, source)
      .targets.filter((target) => {
        const broker = /^shared\/brokers\/([a-z]+)\//.exec(target)?.[1];
        return broker !== undefined && broker !== from && broker !== to;
      })
      .map((target) => `${file}: joins ${from} and ${to}, and may not import ${target}`);
  });
}

/** Every circle of imports, once, as a path; imports of types count, since they tie files together just as well. */
export function importCycles(sources: Sources): readonly string[] {
  const state = new Map<string, "open" | "done">();
  const found: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (state.get(file) === "done") return;
    if (state.get(file) === "open") {
      found.push([...path.slice(path.indexOf(file)), file].join(" -> "));
      return;
    }
    state.set(file, "open");
    const source = sources.get(file);
    for (const target of source === undefined ? [] : importsOf(file, source).targets)
      if (sources.has(target)) visit(target, [...path, file]);
    state.set(file, "done");
  };
  for (const file of sources.keys()) visit(file, []);
  return found;
}
