// What the real cdk is called with, seen by what the app then says. Deployments are test/journeys/deploy-both.test.ts.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { deployStacks } from "../../../infra/deploy/cdk.ts";
import { aFile, queue, topic } from "../../shared/fabric/a-fabric.ts";
import { buildOnce } from "../../support/built.ts";
import { motoMissing, startMoto } from "../../support/party/moto.ts";
import { ROOT, temporaryFolder } from "../../support/run-command.ts";

const folder = temporaryFolder();

describe("cdk", { timeout: 120_000 }, () => {
  it("runs the app on this very Node.js, for the file and the stage of the command and no others", async () => {
    const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
    const hops = { back: { from: "feed", to: "inbox" } };
    writeFileSync(
      join(folder, "fabric.yaml"),
      aFile({ gcp, endpoints: { feed: topic("feed"), inbox: queue("inbox") }, hops }),
    );
    const bin = join(folder, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "node"), "#!/bin/sh\necho some other node >&2\nexit 1\n", { mode: 0o755 });
    const lines: string[] = [];
    const deploy = deployStacks({
      file: join(folder, "fabric.yaml"),
      outdir: join(folder, "out"),
      environment: { PATH: `${bin}:/bin:/usr/bin`, HOME: folder, HOPSPAN_STAGE: "prod", HOPSPAN_FABRIC: "other.yaml" },
      onLine: (line) => lines.push(line),
    });
    await expect(deploy).rejects.toThrow("cdk deploy ended with 1: mend what it says above, and run the command again");
    const said = lines.join("\n");
    expect(said).toContain("the lock of fabric retail does not know the service account of retail/back");
    expect(said).not.toContain("some other node");
    // The command has said it already.
    expect(said).not.toContain("note:");
  });
});

describe.skipIf(motoMissing)("a place without bootstrap", { timeout: 240_000 }, () => {
  it("is told with the command that works here, where there is an app that wants a fabric", async () => {
    const moto = await startMoto("111122223333");
    try {
      const home = join(folder, "home");
      mkdirSync(home);
      const hops = { on: { from: "orders", to: "inbox" } };
      const file = join(home, "fabric.yaml");
      writeFileSync(file, aFile({ endpoints: { orders: queue("orders"), inbox: queue("inbox") }, hops }));
      const url = `http://localhost:${moto.host.split(":")[1]}`;
      const environment = {
        PATH: "/bin:/usr/bin",
        HOME: home,
        AWS_ACCESS_KEY_ID: "k",
        AWS_SECRET_ACCESS_KEY: "s",
        AWS_ENDPOINT_URL: url,
        AWS_ENDPOINT_URL_S3: url,
        AWS_EC2_METADATA_DISABLED: "true",
        CDK_DISABLE_CLI_TELEMETRY: "true",
        CDK_VALIDATION: "false",
      };
      const lines: string[] = [];
      const onLine = (line: string) => void lines.push(line);
      await buildOnce();
      await expect(deployStacks({ file, outdir: join(home, "out"), environment, onLine })).rejects.toThrow(
        "cdk deploy ended with 1",
      );
      expect(lines.at(-1)).toBe(
        `hopspan: bootstrap it, in ${ROOT}: npx cdk bootstrap --app "" aws://111122223333/eu-west-1`,
      );
    } finally {
      await moto.stop();
    }
  });
});
