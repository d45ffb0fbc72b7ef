// Every step can be made: the transform is there, its options fit, its expressions parse, its secrets are declared.

import { z } from "zod";
import { closest } from "../../core/closest.ts";
import { ConfigError, HopspanError, type Problem } from "../../core/errors.ts";
import type { Tools, TransformPart } from "../../core/ports.ts";
import { misfits } from "../explain.ts";
import { type Fabric, fault, type Hop, type Path, warning } from "../fabric.ts";
import type { TransformStep } from "../link.ts";
import { type PatternWords, patternWords } from "../pattern-words.ts";
import { secretProblems } from "./secrets.ts";

/** Names and lazy loaders, as in shared/transforms. */
export type TransformTable = Readonly<Record<string, (options?: unknown) => Promise<TransformPart>>>;

/** As long as a strong key: what stands in for every secret while steps are tried. In bytes. */
const TRIAL_SECRET_BYTES = 32;

/**
 * Loads each transform that the fabric names, holds the options against its schema, and makes the step once with
 * secrets of zeros. Also tells of secrets that the cloud of their hop can't find, and of secrets that nobody asks for.
 */
export async function unusableTransforms(fabric: Fabric, table: TransformTable): Promise<readonly Problem[]> {
  const steps = [...fabric.hops.values()].flatMap((hop) =>
    hop.transforms.map((step, at) => ({ hop, step, path: ["hops", hop.name, "transforms", at] satisfies Path })),
  );
  const parts = await load(table, new Set(steps.map(({ step }) => step.name)));
  const asked = new Set<string>();
  const judged = steps.map(async ({ hop, step, path }) => {
    const part = parts.get(step.name);
    if (part === undefined) return [unknown(fabric, step.name, path, Object.keys(table))];
    if (part instanceof Error) return [fault(fabric, path, "TRANSFORM", unloadable(step.name, part))];
    const misfitting = misfits(part.schema, { ...optionsAt(fabric, step, path), patterns: part.patterns });
    if (misfitting.length > 0) return misfitting;
    // What a part loads is for its options to say.
    const own = (await table[step.name]?.(step.options)) ?? part;
    return trial(fabric, hop, { part: own, step, path }, asked);
  });
  const found = (await Promise.all(judged)).flat();
  // A step that could not be made may have asked for any of them.
  const isSure = found.length === 0 && fabric.hops.size === fabric.written.hops.size;
  return isSure ? unused(fabric, asked) : found;
}

type Loaded = TransformPart & { readonly schema: z.ZodType; readonly patterns: PatternWords };

async function load(table: TransformTable, names: ReadonlySet<string>): Promise<ReadonlyMap<string, Loaded | Error>> {
  const known = [...names].flatMap((name) => {
    const loader = Object.hasOwn(table, name) ? table[name] : undefined;
    return loader === undefined ? [] : [{ name, loader }];
  });
  const loaded = known.map(async ({ name, loader }): Promise<[string, Loaded | Error]> => {
    try {
      const { options, create } = await loader();
      return [name, { options, create, schema: z.fromJSONSchema({ ...options }), patterns: patternWords(options) }];
    } catch (thrown) {
      return [name, thrown instanceof Error ? thrown : new Error(typeof thrown)];
    }
  });
  return new Map(await Promise.all(loaded));
}

/** A module of the operator's own: its first line of complaint is theirs to read. */
const unloadable = (name: string, { name: kind, message }: Error): string =>
  `transform ${name} can't be loaded: ${kind}: ${message.replace(/\n.*/s, "")}`;

function unknown(fabric: Fabric, name: string, path: Path, known: readonly string[]): Problem {
  const meant = closest(name, known);
  const hint = meant === undefined ? `known are ${known.join(", ")}` : `did you mean ${meant}?`;
  return fault(fabric, path, "UNKNOWN_TRANSFORM", `transform ${name} is not there: ${hint}`);
}

const optionsAt = ({ place }: Fabric, { name, options = {} }: TransformStep, path: Path) => ({
  value: options,
  place,
  under: [...path, name],
});

interface Step {
  readonly part: TransformPart;
  readonly step: TransformStep;
  readonly path: Path;
}

/** Makes the step as a cold start would. What a factory refuses is told at the step's line: its first line, and the indented ones under it, which point at the place. */
function trial(fabric: Fabric, hop: Hop, { part, step, path }: Step, asked: Set<string>): readonly Problem[] {
  const found: Problem[] = [];
  const tools: Tools = {
    secret(name) {
      asked.add(name);
      found.push(...secretProblems(fabric, hop, name, path));
      return new Uint8Array(TRIAL_SECRET_BYTES);
    },
  };
  try {
    part.create(step.options ?? {}, tools);
  } catch (thrown) {
    const told = thrown instanceof ConfigError ? thrown.problems : [{ code: "TRANSFORM", message: unexpected(thrown) }];
    const messages = told.map(({ code, message }) =>
      fault(fabric, path, code, `transform ${step.name}: ${message.replace(/\n(?! ).*/s, "")}`),
    );
    found.push(...messages);
  }
  return found;
}

/** Errors of our own say why, and never quote a secret; what others throw may. */
const unexpected = (thrown: unknown): string => {
  const reason =
    thrown instanceof HopspanError
      ? `: ${thrown.message}`
      : ` (${thrown instanceof Error ? thrown.name : typeof thrown})`;
  return `can't be made with these options${reason}`;
};

const unused = (fabric: Fabric, asked: ReadonlySet<string>): readonly Problem[] =>
  [...fabric.secrets.keys()]
    .filter((name) => !asked.has(name))
    .map((name) =>
      warning(fabric, ["secrets", name], "UNUSED_SECRET", `secret ${name} is asked for by no transform: leave it out`),
    );
