// Every part has a test of its own name.

import type { Sources } from "./sources.ts";

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
