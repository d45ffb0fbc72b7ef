// From a fabric file to what is deployed of it: read, checked, put into its stage, with the lock beside it.

import { existsSync, readFileSync } from "node:fs";
import { ConfigError, type Problem } from "../shared/core/errors.ts";
import { checkFabric, checkFile } from "../shared/fabric/check.ts";
import { type Deployment, deployment } from "../shared/fabric/deployment/deployment.ts";
import { emptyLock, type Lock, lockFile, parseLock } from "../shared/fabric/deployment/lock.ts";
import { type Fabric, inFileOrder } from "../shared/fabric/fabric.ts";
import { poolProject } from "../shared/fabric/rules/federation.ts";
import { stageNames } from "../shared/fabric/rules/stage.ts";
import { staged } from "../shared/fabric/staged.ts";
import { asWritten, type Fill, withStandIns } from "../shared/fabric/stand-ins.ts";

/** A fabric file, and which of its stages is meant, if any. */
export interface Wanted {
  readonly file: string;
  readonly stage?: string | undefined;
}

/** All that both clouds' halves are made from. */
export interface Loaded {
  readonly fabric: Fabric;
  readonly deployment: Deployment;
  /** That of a fabric never deployed, where there is no file. */
  readonly lock: Lock;
  readonly lockFile: string;
  readonly warnings: readonly Problem[];
}

/** What can be told of a fabric that may not be whole yet. */
export interface Preview extends Loaded {
  /** What the file does not say of its clouds, as errors: `NOWHERE` stands in for it. Nothing where the file is whole. */
  readonly gaps: readonly Problem[];
}

/**
 * The same, also for a file that does not say yet which account, project or project number it is for: enough to look at,
 * and nothing to deploy. Rejects as `loadDeployment` does for anything else that is wrong.
 */
export async function previewDeployment(wanted: Wanted): Promise<Preview> {
  try {
    return { ...(await loadDeployment(wanted)), gaps: [] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const filled = await loadDeployment(wanted, withStandIns).catch(() => {
      throw error;
    });
    return { ...filled, gaps: error.problems.filter(({ severity }) => severity === "error") };
  }
}

/**
 * Reads no network. Rejects with one `ConfigError` of all problems: of the file, of the names that a stage makes, or of
 * the lock. `fill` may add to what the file says.
 */
export async function loadDeployment({ file, stage }: Wanted, fill: Fill = asWritten): Promise<Loaded> {
  const { fabric: written, problems } = await checkFile(file, fill);
  if (written === undefined) throw refused(problems);
  const fabric = staged(written, stage);
  // Names that a stage makes can fall together, or outgrow a limit, where the file's own did not.
  const inStage = stage === undefined ? problems : [...stageNames(fabric, stage), ...(await checkFabric(fabric))];
  const all = inFileOrder([...inStage, ...poolProject(fabric)]);
  if (all.some(({ severity }) => severity === "error")) throw refused(all);
  const beside = lockFile(file, stage);
  return {
    fabric,
    deployment: await deployment(fabric),
    lock: readLock(beside, fabric.name),
    lockFile: beside,
    warnings: all,
  };
}

/** Notes are for whoever looks at the file, and stop nobody. */
const refused = (problems: readonly Problem[]) =>
  new ConfigError(problems.filter(({ severity }) => severity !== "note"));

const readLock = (file: string, fabric: string): Lock =>
  existsSync(file) ? parseLock(textOf(file), file, fabric) : emptyLock(fabric);

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "no answer";
    const why = code === "EISDIR" ? "is a folder" : `can't be read (${code})`;
    const message = `${why}, and is to be the lock of the fabric, a file: restore it from version control`;
    throw new ConfigError([{ severity: "error", code: "LOCK", message, file }]);
  }
}
