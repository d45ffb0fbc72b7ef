// The steps that a hop takes beside those that it lists: what its endpoints ask for, at either end.

import type { Fabric, Hop } from "./fabric.ts";
import type { Endpoint, TransformStep } from "./link.ts";

/** What a message goes through when it enters the hop from `source`, before the hop's own steps. */
export function enteringSteps(_fabric: Fabric, _hop: Hop, _source: Endpoint): readonly TransformStep[] {
  return [];
}

/** What a message goes through before it is sent to `target`, after the hop's own steps: each gives exactly one message. */
export function endingSteps(_fabric: Fabric, _hop: Hop, _target: Endpoint): readonly TransformStep[] {
  return [];
}
