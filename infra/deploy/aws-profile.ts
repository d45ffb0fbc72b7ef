// Profiles of the aws command: the SDK does not tell one that is not there from one that gives no credentials.

import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** True where one of the two files of the aws command has a section for the profile. A file that can't be read has none. */
export function isProfileThere(profile: string, environment: NodeJS.ProcessEnv): boolean {
  const { HOME: home = homedir(), AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE } = environment;
  const files = [
    AWS_CONFIG_FILE ?? join(home, ".aws/config"),
    AWS_SHARED_CREDENTIALS_FILE ?? join(home, ".aws/credentials"),
  ];
  return files.some((file) => sectionsOf(file).includes(profile));
}

/** https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html: `[profile NAME]` in one file, `[NAME]` in the other. */
function sectionsOf(file: string): readonly string[] {
  try {
    const text = readFileSync(file, "utf8");
    return [...text.matchAll(/^\s*\[\s*(?:profile\s+)?["']?([^\]"']+?)["']?\s*\]/gm)].map(([, name = ""]) => name);
  } catch {
    return [];
  }
}
