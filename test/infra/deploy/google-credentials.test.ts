import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { googleHeaders } from "../../../infra/deploy/google-credentials.ts";
import { runProgram } from "../../support/deploy/run-program.ts";
import { ROOT, temporaryFolder } from "../../support/run-command.ts";

const folder = temporaryFolder();
const SCOPE = "https://www.googleapis.com/auth/monitoring.read";
const closing: (() => unknown)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closing.splice(0)) await close();
});

/** Credentials of a CI: what it says of its job is traded for a token here. */
async function ofACi(): Promise<string> {
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(
      JSON.stringify({
        access_token: "traded",
        issued_token_type: "urn:ietf:params:oauth:token-type:access_token",
        token_type: "Bearer",
        expires_in: 3600,
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  const file = join(folder, "job-token");
  writeFileSync(file, "said-of-the-job");
  return JSON.stringify({
    type: "external_account",
    audience: "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/ci/providers/ci",
    subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
    token_url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`,
    credential_source: { file },
  });
}

describe("credentials for Google Cloud", () => {
  it("are those that terraform's provider takes: a token first of all", async () => {
    expect(await googleHeaders(SCOPE, { GOOGLE_OAUTH_ACCESS_TOKEN: "t" })).toEqual({
      authorization: "Bearer t",
    });
  });

  it("are the application's default ones else, as a CI names them", async () => {
    const file = join(folder, "ci.json");
    writeFileSync(file, await ofACi());
    vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", file);
    expect(await googleHeaders(SCOPE, {})).toEqual({ authorization: "Bearer traded" });
  });

  it("ask no network for a metadata server where there is none, so that nothing is warned of", async () => {
    const script = `
      import { googleHeaders } from ${JSON.stringify(join(ROOT, "infra/deploy/google-credentials.ts"))};
      await googleHeaders(${JSON.stringify(SCOPE)}, process.env).catch((error) => console.log(error.message));
      console.log(process.env.METADATA_SERVER_DETECTION);`;
    const run = (more: NodeJS.ProcessEnv) =>
      runProgram(process.execPath, ["--input-type=module-typescript", "-e", script], {
        folder,
        environment: { HOME: folder, PATH: "/nowhere", ...more },
      });
    const { code, out, err } = await run({});
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/default credentials[\s\S]*\nbios-only\n$/);
    const told = await run({ METADATA_SERVER_DETECTION: "none" });
    expect(told.out).toContain("\nnone\n");
  });
});
