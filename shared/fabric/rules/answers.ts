// Every schema that a message will meet answers at once, so that none is dead for a mistake that no message makes.

import type { z } from "zod";
import type { Problem } from "../../core/errors.ts";
import type { TransformPart } from "../../core/ports.ts";
import { type Fabric, fault, type Path, warning } from "../fabric.ts";
import { answering } from "../shapes/answering.ts";
import type { SchemaTable } from "./schemas.ts";
import type { TransformTable } from "./transforms.ts";

interface Met {
  readonly schema: z.ZodType;
  readonly path: Path;
  readonly by: string;
}

interface Typed {
  readonly input?: z.ZodType;
  readonly output?: z.ZodType;
}

/** Asks the schemas of endpoints, and those that steps hold bodies against. What can't be loaded is told of elsewhere. */
export async function unansweringSchemas(
  fabric: Fabric,
  { steps, schemas }: { readonly steps: TransformTable; readonly schemas: SchemaTable },
): Promise<readonly Problem[]> {
  const named = [...fabric.endpoints].map(async ([name, { settings }]): Promise<readonly Met[]> => {
    const { schema: asked } = settings;
    if (asked === undefined || !Object.hasOwn(schemas, asked)) return [];
    const schema = await schemas[asked]?.();
    return schema === undefined ? [] : [{ schema, path: ["endpoints", name, "schema"], by: `schema ${asked}` }];
  });
  const held = [...fabric.hops.values()].flatMap((hop) =>
    hop.transforms.map(async ({ name, options }, at): Promise<readonly Met[]> => {
      const part: Partial<Typed & TransformPart> = { ...(await steps[name]?.(options)) };
      const path = ["hops", hop.name, "transforms", at];
      return [part.input, part.output].flatMap((schema) =>
        schema === undefined ? [] : [{ schema, path, by: `a schema of transform ${name}` }],
      );
    }),
  );
  const met = (await Promise.allSettled([...named, ...held])).flatMap((one) =>
    one.status === "fulfilled" ? one.value : [],
  );
  return (await Promise.all(met.map((one) => problems(fabric, one)))).flat();
}

async function problems(fabric: Fabric, { schema, path, by }: Met): Promise<readonly Problem[]> {
  const answer = await answering(schema);
  if (answer.kind === "late")
    return [
      fault(fabric, path, "SCHEMA", `${by} answers later, and every message would be dead: leave out what is async`),
    ];
  if (answer.kind !== "threw") return [];
  const message = `${by} threw a ${answer.what} of a body made for it: let it refuse instead, by false or an issue`;
  return [warning(fabric, path, "SCHEMA", message)];
}
