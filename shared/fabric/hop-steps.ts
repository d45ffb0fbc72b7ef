// The steps that a hop takes beside those that it lists: what its endpoints ask for, at either end.

import type { Fabric, Hop } from "./fabric.ts";
import { decoding, encoding } from "./format-steps.ts";
import type { Endpoint, TransformStep } from "./link.ts";

/** What a message goes through when it enters the hop from `source`, before the hop's own steps. */
export function enteringSteps(fabric: Fabric, { validate }: Hop, source: Endpoint): readonly TransformStep[] {
  const isHeld = validate === "in" || validate === "both";
  return [...decoding(fabric, source), ...(isHeld ? validation(fabric, source) : [])];
}

/** What a message goes through before it is sent to `target`, after the hop's own steps: each gives exactly one message. */
export function endingSteps(fabric: Fabric, hop: Hop, target: Endpoint): readonly TransformStep[] {
  const isHeld = hop.validate === "out" || hop.validate === "both";
  return [...(isHeld ? validation(fabric, target) : []), ...encoding(fabric, hop, target)];
}

/** Bodies are held against the schema that their endpoint names, if any. */
function validation(fabric: Fabric, { name }: Endpoint): readonly TransformStep[] {
  const schema = fabric.endpoints.get(name)?.settings.schema;
  return schema === undefined ? [] : [{ name: "validate", options: schema }];
}
