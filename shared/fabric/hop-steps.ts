// The steps that a hop takes beside those that it lists: what its endpoints ask for, at either end.

import type { Fabric, Hop } from "./fabric.ts";
import { decoding, encoding } from "./format-steps.ts";
import type { Endpoint, TransformStep } from "./link.ts";

/** What a message goes through when it enters the hop from `source`, before the hop's own steps. */
export function enteringSteps(fabric: Fabric, { validate }: Hop, source: Endpoint): readonly TransformStep[] {
  const isHeld = validate === "in" || validate === "both";
  return [...decoding(fabric, source), ...(isHeld ? validation(fabric, source) : [])];
}

/** Each gives exactly one message. */
export interface Ending {
  /** Holds bodies against what the target takes. */
  readonly held: readonly TransformStep[];
  /** Writes them as the target has them: the very last, since it takes the id that a message is sent with. */
  readonly written: readonly TransformStep[];
}

/** What a message goes through before it is sent to `target`, after the hop's own steps. */
export function endingSteps(fabric: Fabric, hop: Hop, target: Endpoint): Ending {
  const isHeld = hop.validate === "out" || hop.validate === "both";
  return { held: isHeld ? validation(fabric, target) : [], written: encoding(fabric, hop, target) };
}

/** Bodies are held against the schema that their endpoint names, if any. */
function validation(fabric: Fabric, { name }: Endpoint): readonly TransformStep[] {
  const schema = fabric.endpoints.get(name)?.settings.schema;
  return schema === undefined ? [] : [{ name: "validate", options: schema }];
}
