// Google's own Pub/Sub emulator: https://cloud.google.com/pubsub/docs/emulator

import { readdirSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { findProgram, type Party, startParty } from "./process.ts";

const java = findProgram("java");
const jar = findJar();

/** Under the root of the Google Cloud SDK that `gcloud` belongs to. */
function findJar(): string | undefined {
  const gcloud = findProgram("gcloud");
  if (gcloud === undefined) return undefined;
  const folder = join(dirname(realpathSync(gcloud)), "../platform/pubsub-emulator/lib");
  try {
    const name = readdirSync(folder).find((file) => file.endsWith("-all.jar"));
    return name === undefined ? undefined : join(folder, name);
  } catch {
    return undefined;
  }
}

/** What is missing to run it; nothing where it can be run. */
export const emulatorMissing =
  jar === undefined
    ? "the Google Cloud SDK's pubsub-emulator is not installed beside gcloud"
    : java === undefined
      ? "java is not on the PATH"
      : undefined;

/** To be called only where nothing is missing. */
export async function startEmulator(): Promise<Party> {
  if (java === undefined || jar === undefined) throw new Error(emulatorMissing);
  return startParty(java, (port) => ["-Xmx512m", "-jar", jar, "--host=127.0.0.1", `--port=${port}`]);
}
