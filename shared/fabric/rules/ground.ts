// The ground that a fabric stands on: its terraform state can be found.

import type { Problem } from "../../core/errors.ts";
import { type Fabric, fault } from "../fabric.ts";

/** A bucket of S3 is asked for in its own region, which is that of `aws` where nothing else is said. */
export function statePlace(fabric: Fabric): readonly Problem[] {
  const { s3 } = fabric.ground.state ?? {};
  if (s3 === undefined || s3.region !== undefined || fabric.aws !== undefined) return [];
  const message = `the bucket ${s3.bucket} has a region, and the file has no aws to take it from: add region: REGION`;
  return [fault(fabric, ["state", "s3"], "STATE_REGION", message)];
}
