// Along every way through a hop, what each step gives is what the next one and the target take: before anything runs.

import type { z } from "zod";
import type { Problem } from "../../core/errors.ts";
import type { Shape } from "../../core/shape.ts";
import { type Fabric, fault, type Hop, type Path, targetPath, warning } from "../fabric.ts";
import type { TransformStep } from "../link.ts";
import { intersection } from "../shapes/intersection.ts";
import { joinedShape } from "../shapes/joined-shape.ts";
import { shapeReader } from "../shapes/shape-reader.ts";
import { compareShapes } from "../shapes/subset.ts";
import type { SchemaTable } from "./schemas.ts";
import type { TransformTable } from "./transforms.ts";

/** What bodies look like at one point of a way, and whose word that is; or what stands in the way of knowing. */
type Known =
  | { readonly kind: "shape"; readonly shape: Shape; readonly by: string; readonly changes: readonly string[] }
  | { readonly kind: "unknown"; readonly why: string; readonly remedy: string }
  /** What can't be loaded is told of elsewhere. */
  | { readonly kind: "untold" };

/** A step with what zod says of it, where it has such. */
interface Typed {
  readonly step: TransformStep;
  readonly path: Path;
  readonly input?: z.ZodType;
  readonly output?: z.ZodType;
  readonly shape?: (options: unknown, before: Shape) => Shape | "unknown";
}

interface Wanted {
  readonly path: Path;
  readonly by: string;
  readonly shape: Shape;
  /** The hop holds bodies against it as they go: of what is not known, none is sent that does not fit. */
  readonly isHeld?: boolean;
  /** It takes several bodies as one. */
  readonly isJoined?: boolean;
}

interface Tables {
  readonly steps: TransformTable;
  readonly schemas: SchemaTable;
}

type Read = ReturnType<typeof shapeReader>;

/**
 * Errors for what is refused for certain, warnings for what nobody can tell; nothing where nobody expects anything. What other
 * rules have found wrong is left to them: `isSound` says that it was nothing.
 */
export async function misfittingWays(fabric: Fabric, tables: Tables, isSound: boolean): Promise<readonly Problem[]> {
  const read = shapeReader();
  const proofs = [...fabric.hops.values()].map(async (hop) => {
    try {
      return await misfits(fabric, hop, tables, read);
    } catch (thrown) {
      if (isSound) throw thrown;
      return [];
    }
  });
  return (await Promise.all(proofs)).flat().filter(({ code }) => isSound || code !== "SCHEMA_UNKNOWN");
}

async function misfits(fabric: Fabric, hop: Hop, tables: Tables, read: Read): Promise<readonly Problem[]> {
  const taken = async (endpoint: string): Promise<Shape | undefined> => {
    const name = fabric.endpoints.get(endpoint)?.settings.schema;
    const schema = name !== undefined && Object.hasOwn(tables.schemas, name) ? tables.schemas[name] : undefined;
    return schema === undefined ? undefined : read(await schema(), "input");
  };
  const steps = await Promise.all(hop.transforms.map((step, at) => typed(tables.steps, hop, step, at)));
  const ends = hop.to.map(async (name, at) => {
    const shape = await taken(name);
    return shape === undefined ? [] : [wantedBy(fabric, hop, { name, at, shape })];
  });
  const targets = (await Promise.all(ends)).flat();
  const starts = await Promise.all(hop.from.map(async (name) => startOf(fabric, name, await taken(name))));
  return starts.flatMap((start) => walk({ fabric, hop, read }, start, steps, targets));
}

async function typed(table: TransformTable, hop: Hop, step: TransformStep, at: number): Promise<Typed> {
  const part: Partial<Typed> = (await table[step.name]?.(step.options)) ?? {};
  const { input, output, shape } = part;
  return {
    step,
    path: ["hops", hop.name, "transforms", at],
    ...(input === undefined ? {} : { input }),
    ...(output === undefined ? {} : { output }),
    ...(shape === undefined ? {} : { shape }),
  };
}

function startOf(fabric: Fabric, name: string, shape: Shape | undefined): Known {
  const named = fabric.endpoints.get(name)?.settings.schema;
  if (shape !== undefined) return toldBy(`the schema of ${name}`, shape);
  if (named !== undefined || !fabric.endpoints.has(name)) return { kind: "untold" };
  return { kind: "unknown", why: `${name} has no schema`, remedy: `write schema: NAME at ${name}` };
}

interface End {
  readonly name: string;
  readonly at: number;
  readonly shape: Shape;
}

/** A table has a column for each field of the schema, and takes no others. */
function wantedBy(fabric: Fabric, hop: Hop, { name, at, shape }: End): Wanted {
  const { landing, format } = fabric.endpoints.get(name)?.settings ?? {};
  return {
    path: targetPath(hop, at),
    by: `the schema of ${name}`,
    shape: landing?.bigquery === undefined ? shape : closed(shape),
    isHeld: hop.validate === "out" || hop.validate === "both",
    // Of a batch of events the schema is about the data of each.
    isJoined: hop.batch !== undefined && format === undefined,
  };
}

function closed(shape: Shape): Shape {
  const inside = Object.entries(shape).map(([keyword, value]) => [keyword, closedInside(value)] as const);
  const isOpen = shape["type"] === "object" && shape["additionalProperties"] === undefined;
  return { ...Object.fromEntries(inside), ...(isOpen ? { additionalProperties: false } : {}) };
}

function closedInside(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closedInside);
  return typeof value === "object" && value !== null ? closed(value as Shape) : value;
}

interface Way {
  readonly fabric: Fabric;
  readonly hop: Hop;
  readonly read: Read;
}

function walk(way: Way, start: Known, steps: readonly Typed[], targets: readonly Wanted[]): readonly Problem[] {
  let known = start;
  const found: Problem[] = [];
  for (const { step, path, input, output, shape } of steps) {
    if (input === undefined) known = stepped(known, step, shape);
    else {
      const wanted = { path, by: `transform ${step.name}`, shape: way.read(input, "input") };
      const guarded = output === undefined;
      found.push(...(guarded ? refusedAlways(way, known, wanted) : judged(way, known, wanted)));
      known = guarded ? narrowed(known, wanted, step) : toldBy(wanted.by, way.read(output, "output"));
    }
  }
  const joined = known.kind === "shape" ? { ...known, shape: joinedShape(known.shape, way.hop.batch ?? {}) } : known;
  return [...found, ...targets.flatMap((wanted) => judged(way, wanted.isJoined ? joined : known, wanted))];
}

/** A step that only lets pass what fits is there to refuse: it is at fault where it would let nothing pass. */
function refusedAlways(way: Way, known: Known, wanted: Wanted): readonly Problem[] {
  if (known.kind !== "shape") return [];
  const answer = compareShapes(known.shape, wanted.shape);
  return answer.kind === "misfit" && answer.isTotal ? judged(way, known, wanted) : [];
}

const toldBy = (by: string, shape: Shape): Known => ({ kind: "shape", shape, by, changes: [] });

/** It lets pass what it takes, and no more than that came. */
function narrowed(known: Known, { by, shape }: Wanted, { name }: TransformStep): Known {
  if (known.kind !== "shape") return toldBy(by, shape);
  if (compareShapes(known.shape, shape).kind === "fits") return known;
  return { ...known, shape: intersection(known.shape, shape), changes: [...known.changes, name] };
}

function stepped(known: Known, { name, options }: TransformStep, shape: Typed["shape"]): Known {
  if (known.kind !== "shape") return known;
  const after = shape?.(options ?? {}, known.shape) ?? "unknown";
  if (after === "unknown")
    return {
      kind: "unknown",
      why: `what ${name} gives can't be told ahead`,
      remedy: `put validate: NAME behind ${name}`,
    };
  return after === known.shape ? known : { ...known, shape: after, changes: [...known.changes, name] };
}

function judged({ fabric, hop }: Way, known: Known, wanted: Wanted): readonly Problem[] {
  const { path, by, shape, isHeld } = wanted;
  const said = (message: string) => `hop ${hop.name}: ${message}`;
  if (known.kind === "untold" || (known.kind === "unknown" && isHeld === true)) return [];
  if (known.kind === "unknown") {
    const remedy = isHeld === undefined ? known.remedy : `${known.remedy}, or validate: out`;
    const message = said(`whether bodies fit ${by} can't be told before they come: ${known.why}: ${remedy}`);
    return [warning(fabric, path, "SCHEMA_UNKNOWN", message)];
  }
  const answer = compareShapes(known.shape, shape);
  if (answer.kind === "fits") return [];
  const { at, why } = answer;
  const field = at === "" ? "the body" : at;
  const changes = known.changes.length === 0 ? "" : `, changed by ${known.changes.join(", ")},`;
  const sides = `${field} as ${known.by}${changes} has it`;
  if (answer.kind === "undecided")
    return [warning(fabric, path, "SCHEMA_UNDECIDED", said(`whether ${sides} fits ${by} can't be decided: ${why}`))];
  return [fault(fabric, path, "SCHEMA_MISFIT", said(`${sides} does not fit ${by}: ${why}: ${REMEDY}`))];
}

const REMEDY = "change one of the two, or put a step between that makes the one of the other";
