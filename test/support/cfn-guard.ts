// The cfn-guard that comes with the project: holds a template, or any other JSON, against the rules of `infra/rules`.

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const shipped = join(
  dirname(createRequire(import.meta.url).resolve("@cdklabs/cdk-validator-cfnguard/package.json")),
  "bin",
);
const machine = process.arch === "arm64" ? "aarch64" : "x86_64";
const binary =
  process.platform === "darwin"
    ? join(shipped, "macos", machine, "cfn-guard")
    : join(shipped, "ubuntu", machine, "cfn-guard");

interface Report {
  readonly not_compliant: readonly { readonly Rule: { readonly name: string } }[];
  readonly not_applicable: readonly string[];
  readonly compliant: readonly string[];
}

/** How each rule came out: names of rules; `idle` ones found nothing that they speak of. */
export interface Verdict {
  readonly broken: readonly string[];
  readonly kept: readonly string[];
  readonly idle: readonly string[];
}

/** Runs all rules of a folder over one document. */
export async function guard(rules: string, document: object): Promise<Verdict> {
  const folder = mkdtempSync(join(tmpdir(), "hopspan-guard-"));
  try {
    const file = join(folder, "document.json");
    writeFileSync(file, JSON.stringify(document));
    const reports = await run(["validate", "-r", rules, "-d", file, "-z", "-o", "json", "-S", "none"]);
    return {
      broken: reports.flatMap(({ not_compliant }) => not_compliant.map(({ Rule }) => Rule.name)).toSorted(),
      kept: reports.flatMap(({ compliant }) => compliant).toSorted(),
      idle: reports.flatMap(({ not_applicable }) => not_applicable).toSorted(),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Ends with 19 where a rule is broken, and says the same either way. */
const BROKEN = 19;

const run = (words: readonly string[]): Promise<readonly Report[]> =>
  new Promise((resolve, reject) => {
    execFile(binary, [...words], { maxBuffer: 1e9 }, (error, output, said) => {
      if (error !== null && error.code !== BROKEN) reject(new Error(`cfn-guard: ${said || error.message}`));
      else resolve(JSON.parse(output));
    });
  });
