import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Stack, Validations } from "aws-cdk-lib";
import { CfnQueue } from "aws-cdk-lib/aws-sqs";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Fabric } from "../../../infra/aws/fabric.ts";
import { deployment } from "../../../shared/fabric/deployment/deployment.ts";
import { findProgram } from "../../support/party/process.ts";
import { aFullFabric } from "./a-full-fabric.ts";
import { aLock, type MadeStack, synthesize } from "./a-synth.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hopspan-checks-"));
  mkdirSync(join(folder, "bundle"));
  writeFileSync(join(folder, "bundle/index.cjs"), "");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** An app with the whole fabric in it, checked as `cdk synth` does by this project's own settings. */
async function anApp(withFabric: boolean): Promise<App> {
  const settings = JSON.parse(readFileSync(join(import.meta.dirname, "../../../cdk.json"), "utf8")) as {
    readonly context: Record<string, unknown>;
  };
  const context = { ...settings.context, "@aws-cdk/core:validationReportPrettyPrint": false };
  const app = new App({ outdir: join(folder, "out"), context });
  const plans = await deployment(aFullFabric());
  if (withFabric)
    new Fabric(app, "retail", { deployment: plans, lock: aLock(plans), bundles: () => join(folder, "bundle") });
  return app;
}

interface Report {
  readonly pluginReports: readonly { readonly violations: readonly { readonly ruleName: string }[] }[];
}

/** The rules that were broken. A synth that finds something throws, or leaves a mark for the process to end with. */
function findings(app: App): readonly string[] {
  const before = process.exitCode;
  try {
    app.synth();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "ValidationFailed") throw error;
  }
  process.exitCode = before;
  const file = join(folder, "out/validation-report.json");
  if (!existsSync(file)) return [];
  const { pluginReports } = JSON.parse(readFileSync(file, "utf8")) as Report;
  return pluginReports.flatMap(({ violations }) => violations.map(({ ruleName }) => ruleName));
}

/** What the checks must find, so that their silence means something. */
function aBadQueue(app: App): void {
  const stack = new Stack(app, "bad", { env: { account: "111122223333", region: "eu-west-1" } });
  new CfnQueue(stack, "queue", { queueName: "bad", visibilityTimeout: 99_999_999 });
}

describe("CDK's own template checks", () => {
  it("find nothing in a fabric with a part of every kind", async () => {
    expect(findings(await anApp(true))).toEqual([]);
  });

  it("find what CloudFormation would refuse", async () => {
    const app = await anApp(false);
    aBadQueue(app);
    expect(findings(app)).not.toEqual([]);
  });
});

describe("cdk-nag", () => {
  const withNag = async (withFabric: boolean) => {
    const app = await anApp(withFabric);
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
    return app;
  };

  it("finds nothing that is not acknowledged with a reason", async () => {
    expect(findings(await withNag(true))).toEqual([]);
  });

  it("finds a queue without TLS and dead letters", async () => {
    const app = await withNag(false);
    aBadQueue(app);
    expect(findings(app)).toEqual(expect.arrayContaining(["AwsSolutions-SQS4", "Serverless-SQSRedrivePolicy"]));
  });
});

const cfnLint = findProgram("cfn-lint");

describe.skipIf(cfnLint === undefined)(`cfn-lint${cfnLint === undefined ? ": it is not on the PATH" : ""}`, () => {
  const lint = (stacks: readonly MadeStack[]) => {
    const files = stacks.map(({ name, template }) => {
      const file = join(folder, `${name}.json`);
      writeFileSync(file, JSON.stringify(template));
      return file;
    });
    return new Promise<string>((resolve) => {
      execFile(cfnLint ?? "", ["--format", "parseable", ...files], (_, said, wrong) =>
        resolve(`${said}${wrong}`.trim()),
      );
    });
  };

  it("finds nothing in a fabric with a part of every kind", async () => {
    const stacks = await synthesize(aFullFabric());
    expect(stacks.map(({ name }) => name)).toEqual([
      "retail",
      "retail-Stack-444455556666-eu-west-1",
      "retail-Stack-us-east-1",
    ]);
    expect(await lint(stacks)).toBe("");
  });

  it("finds a property that is none", async () => {
    const [stack] = await synthesize(aFullFabric());
    const template = { Resources: { q: { Type: "AWS::SQS::Queue", Properties: { Nmae: "q" } } } };
    expect(await lint(stack === undefined ? [] : [{ ...stack, template }])).toContain("E3002");
  });
});
