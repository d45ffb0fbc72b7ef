// The parts of a link that are the same on every crossing, made once per cold start.

import { jsonLog, type Report } from "../core/log.ts";
import type { Transform } from "../core/ports.ts";
import { loadChain } from "../transforms/index.ts";
import type { Link } from "./link.ts";
import { environmentSecrets } from "./secrets.ts";

/** Loads only the transforms that the link names. Rejects with `ConfigError` for one that can't be made. */
export async function wakeLink({
  name,
  transforms,
}: Link): Promise<{ link: string; transform: Transform; report: Report }> {
  const transform = await loadChain(transforms, environmentSecrets(process.env));
  return { link: name, transform, report: jsonLog(name) };
}
