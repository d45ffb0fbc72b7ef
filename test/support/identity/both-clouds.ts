// Both clouds' tellers of identity at once, with one true time: what a function's own clock says is another matter.

import { afterEach, vi } from "vitest";
import { aGoogleSts } from "./a-google-sts.ts";
import { aMetadataServer } from "./a-metadata-server.ts";
import { aSignedQueue } from "./a-signed-queue.ts";
import { AUDIENCE, anAwsSts, lambdaKeys, ROLE } from "./an-aws-sts.ts";
import { anIssuer } from "./jwt.ts";

const START = Date.parse("2026-03-01T12:00:00Z");
export const MINUTE_MS = 60_000;

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  for (const close of closing.splice(0)) await close();
});

/**
 * Servers that the test leaves behind are closed after it. `clockOffMs` is by how much the function's clock is wrong;
 * `pass` lets time go by for everybody. `real`: the time of this machine, for functions in processes of their own.
 */
export async function bothClouds(clockOffMs: number | "real" = 0) {
  const [google, aws] = [anIssuer(), anIssuer()];
  let time = START;
  let offMs = clockOffMs === "real" ? 0 : clockOffMs;
  const now = clockOffMs === "real" ? () => Date.now() : () => time;
  if (clockOffMs !== "real") {
    vi.useFakeTimers({ toFake: ["Date"], now: time + offMs });
    const steady = performance.now.bind(performance);
    vi.spyOn(performance, "now").mockImplementation(() => steady() + time - START);
  }
  const metadata = await aMetadataServer(google, now);
  const sts = await anAwsSts(google, aws, now);
  const googleSts = await aGoogleSts(sts, aws, now);
  const queue = await aSignedQueue(sts, now);
  closing.push(metadata.close, sts.close, googleSts.close, queue.close);
  return {
    now,
    google,
    metadata,
    sts,
    googleSts,
    queue,
    pass(ms: number) {
      time += ms;
      vi.setSystemTime(time + offMs);
    },
    /** Somebody sets the function's clock. */
    setClockOff(ms: number) {
      offMs = ms;
      vi.setSystemTime(time + offMs);
    },
    /** What a function on Cloud Run finds in its environment, beside what leads AWS's clients to the stand-ins. */
    onCloudRun: () => ({
      K_SERVICE: "retail-orders",
      AWS_ROLE_ARN: ROLE,
      HOPSPAN_AWS_AUDIENCE: AUDIENCE,
      GCE_METADATA_HOST: metadata.host,
      AWS_ENDPOINT_URL_STS: sts.url,
      AWS_ENDPOINT_URL_SQS: queue.url,
    }),
    /** What a Lambda function finds. */
    onLambda: () => ({ ...lambdaKeys(sts, now), AWS_ENDPOINT_URL_STS: sts.url }),
  };
}

/** AWS's clients read the process's environment. */
export function stubEnvironment(env: Readonly<Record<string, string>>): void {
  for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL"])
    vi.stubEnv(name, undefined);
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
}
