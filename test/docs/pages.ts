// The pages of the docs, for tests that hold them against what they speak of.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

/** Pages by their path from the project's folder. */
export const pages: ReadonlyMap<string, string> = new Map(
  ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", ...inFolder("docs")].map((page) => [
    page,
    readFileSync(join(root, page), "utf8"),
  ]),
);

function inFolder(folder: string): readonly string[] {
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith(".md"));
  return names.map((name) => `${folder}/${name}`);
}

/** A fenced block, and the line that it starts in. */
export interface Block {
  readonly page: string;
  readonly line: number;
  readonly text: string;
}

/** All blocks of a language, in lists too, without what they are indented by. */
export const blocksOf = (language: string): readonly Block[] =>
  [...pages].flatMap(([page, text]) =>
    [...text.matchAll(new RegExp(`^( *)\`\`\`${language}\n([\\s\\S]*?)^\\1\`\`\`$`, "gm"))].map(
      ({ index, 1: indent = "", 2: block = "" }) => ({
        page,
        line: text.slice(0, index).split("\n").length,
        text: block.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
      }),
    ),
  );
