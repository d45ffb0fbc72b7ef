// What a hop may be given, and what its targets may get: as the fabric says it.

import { z } from "zod";
import type { Fabric, Hop } from "../../../shared/fabric/fabric.ts";
import { schemas } from "../../../shared/schemas/index.ts";
import { transforms } from "../../../shared/transforms/index.ts";

/** A schema, and how people call it. */
export interface Named {
  readonly name: string;
  readonly schema: z.ZodType;
}

/** The schema of the source's endpoint, or else what the hop's first step takes; nothing where nobody says. */
export async function inputSchema(fabric: Fabric, hop: Hop, from: string): Promise<Named | undefined> {
  const own = await endpointSchema(fabric, from);
  if (own !== undefined) return own;
  const [first] = hop.transforms;
  if (first === undefined) return undefined;
  const load = Object.hasOwn(transforms, first.name) ? transforms[first.name] : undefined;
  const part = await load?.(first.options);
  return part !== undefined && "input" in part && part.input instanceof z.ZodType
    ? { name: `step ${first.name}`, schema: part.input }
    : undefined;
}

/** The schema of an endpoint's bodies, where it names one. */
export async function endpointSchema({ endpoints }: Fabric, name: string): Promise<Named | undefined> {
  const asked = endpoints.get(name)?.settings.schema;
  const load = asked !== undefined && Object.hasOwn(schemas, asked) ? schemas[asked] : undefined;
  return load === undefined ? undefined : { name: `schema ${asked}`, schema: await load() };
}
