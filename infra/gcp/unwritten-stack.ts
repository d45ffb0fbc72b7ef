// A terraform stack to be read as values: cdktf makes folders for its files however little is written.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { constructId } from "../../shared/fabric/deployment/construct-id.ts";

/** An empty stack for `toTerraform()` and the like. No folder is left of it, so it can't be synthesized into files. */
export function unwrittenStack(name: string): TerraformStack {
  const outdir = mkdtempSync(join(tmpdir(), "hopspan-stack-"));
  try {
    return new TerraformStack(new App({ outdir }), constructId(name));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
