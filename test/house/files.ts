// What a single file owes to the house: its size, its names, its opening sentence, its test.

import { codeOnly, type Sources } from "./sources.ts";

const MOST_LINES = 200;
const MOST_HANDLER_LINES = 25;

/** Files that have outgrown their room. Tests may be longer: a suite reads better in one piece. */
export function oversized(sources: Sources): readonly string[] {
  return [...sources].flatMap(([file, text]) => {
    if (file.startsWith("test/")) return [];
    const most = /^functions\/.*\/handler\.ts$/.test(file) ? MOST_HANDLER_LINES : MOST_LINES;
    const lines = text.trimEnd().split("\n").length;
    return lines > most ? [`${file}: ${lines} lines, at most ${most}: split by meaning`] : [];
  });
}

const banned = new Set(["manager", "helper", "util", "utils", "base", "abstract", "impl", "data", "info", "processor"]);
const words = (name: string) => name.split(/[-_.]|(?<=[a-z0-9])(?=[A-Z])/).map((word) => word.toLowerCase());

/** Names that say nothing, and interfaces with an `I` in front. */
export function bannedNames(sources: Sources): readonly string[] {
  return [...sources].flatMap(([file, text]) => {
    const own = file
      .split("/")
      .flatMap((part) => (words(part).some((word) => banned.has(word)) ? [`${file}: file name`] : []));
    const declared = codeOnly(text).matchAll(/\b(?:const|let|function\*?|class|interface|type)\s+([A-Za-z_$][\w$]*)/g);
    const names = [...declared].map(([, name = ""]) => name);
    const empty = names.filter((name) => words(name).some((word) => banned.has(word)) || /^I[A-Z][a-z]/.test(name));
    const negative = names.filter((name) => /^(is|has|should)(Not|No)[A-Z]|^(no|not|disable)[A-Z]/.test(name));
    return [
      ...own,
      ...empty.map((name) => `${file}: ${name}`),
      ...negative.map((name) => `${file}: ${name} is negative`),
    ];
  });
}

/** Files that do not open with one sentence that says why they exist. */
export function wordless(sources: Sources): readonly string[] {
  return [...sources]
    .filter(([file]) => !file.startsWith("test/"))
    .filter(([, text]) => !/^(#![^\n]*\n)?\/\/ [A-Z`"][^\n]*\n/.test(text))
    .map(([file]) => `${file}: opens without the sentence that says why it exists`);
}

/** Exports without a docstring that states their promise. Types of one line speak for themselves. */
export function undocumented(sources: Sources): readonly string[] {
  return [...sources].flatMap(([file, text]) => {
    if (file.startsWith("test/") || file.startsWith("functions/")) return [];
    const bare = text.matchAll(/(?<!\*\/)\n(export (?:async )?(?:function|const|class) \w+)/g);
    return [...bare].map(([, start]) => `${file}: ${start} has no docstring`);
  });
}

/** Parts: files that stand for one thing in a table or a folder of their kind. Each has a test of its own name. */
const parts = [
  /^shared\/core\/(?!message|ports)[^/]+\.ts$/,
  /^shared\/transforms\/(?!index)[^/]+\.ts$/,
  /^shared\/schemas\/(?!index)[^/]+\.ts$/,
  /^shared\/brokers\/[^/]+\/(wire|source|sink|dead-letters)\.ts$/,
  /^shared\/brokers\/(dispatch|header|trace)\.ts$/,
  /^shared\/fabric\/(check|compile|read|read-link)\.ts$/,
  /^functions\/[^/]+\/handler\.ts$/,
  /^infra\/(app|load-deployment)\.ts$/,
  /^infra\/aws\/(bundle-asset|environment|fabric|make-link|queue|stacks|feeds\/feed-queue|watch\/watch-stack)\.ts$/,
  /^infra\/cli\/verbs\/[^/]+\.ts$/,
  /^infra\/local\/[^/]+\/(engine|server|event-source|lambda-function|run-function)\.ts$/,
];

/** Parts without a test. */
export function untested(sources: Sources): readonly string[] {
  return [...sources.keys()]
    .filter((file) => parts.some((part) => part.test(file)))
    .filter((file) => !sources.has(`test/${file.replace(/\.ts$/, ".test.ts")}`))
    .map((file) => `${file}: has no test/${file.replace(/\.ts$/, ".test.ts")}`);
}
