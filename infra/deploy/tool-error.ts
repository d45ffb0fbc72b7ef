// What is said of a tool that did not do what it should: its own words stand above.

import { HopspanError } from "../../shared/core/errors.ts";
import type { ToolEnd } from "./run-tool.ts";

/**
 * That it was ended, that it has no credentials (as everything else that is not there, of code `UNREACHABLE`), or that it
 * failed. To be called with an end that is no success.
 */
export function toolError(
  tool: "terraform" | "cdk",
  verb: string,
  { code, output, complaints }: ToolEnd,
  ended?: AbortSignal,
): HopspanError {
  if (ended?.aborted) return failed(tool, `${tool} ${verb} was ended: run the command again to go on from there`);
  const cloud = CLOUDS.find(({ words }) => words.test(`${complaints}\n${output}`));
  if (cloud !== undefined)
    return new HopspanError("UNREACHABLE", `${tool} has no credentials for ${cloud.name}: ${cloud.todo}`, true);
  return failed(tool, `${tool} ${verb} ended with ${code}: mend what it says above, and run the command again`);
}

const failed = (tool: string, message: string) => new HopspanError(tool.toUpperCase(), message, false);

/** What the libraries of both clouds say where they find none, or what they find is over. */
const CLOUDS = [
  {
    name: "Google Cloud",
    words: /could not find default credentials|No credentials loaded|invalid_grant/,
    todo: "run gcloud auth application-default login, or set GOOGLE_APPLICATION_CREDENTIALS",
  },
  {
    name: "AWS",
    words: /no credentials have been configured|No valid credential sources found|ExpiredToken/,
    todo: "sign in, or set AWS_PROFILE or the keys that the aws command takes",
  },
] as const;
