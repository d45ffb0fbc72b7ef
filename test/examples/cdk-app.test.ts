import { execFile } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { aProject } from "../support/a-project.ts";
import { buildOnce } from "../support/built.ts";
import { ROOT, runCommand } from "../support/run-command.ts";

let root = "";
beforeAll(async () => {
  await buildOnce();
  // A clone: the app bundles the functions anew, and other tests run them here.
  root = aProject().root;
  cpSync(join(ROOT, "examples"), join(root, "examples"), { recursive: true });
});

/** Runs an app as `cdk synth` does, from its own folder. */
const synthesized = (folder: string, app: string, context: Readonly<Record<string, string>> = {}) => {
  const out = join(root, `${app}-out`);
  const env = { ...process.env, CDK_OUTDIR: out, CDK_CONTEXT_JSON: JSON.stringify(context), CDK_VALIDATION: "false" };
  return new Promise<Assembly>((resolve, reject) => {
    execFile(process.execPath, [app], { cwd: join(root, folder), env }, (error, _, said) =>
      error === null ? resolve(assembly(out)) : reject(new Error(said)),
    );
  });
};

interface Stack {
  readonly resources: Readonly<Record<string, string>>;
  readonly after: readonly string[];
}
type Assembly = Readonly<Record<string, Stack>>;

interface Artifact {
  readonly type: string;
  readonly dependencies?: readonly string[];
  readonly properties: { readonly templateFile: string; readonly stackName?: string };
}

/** The stacks by name: the type of each resource, and which stacks come first. */
function assembly(out: string): Assembly {
  const read = (file: string) => JSON.parse(readFileSync(join(out, file), "utf8"));
  const { artifacts } = read("manifest.json") as { readonly artifacts: Readonly<Record<string, Artifact>> };
  const stacks = Object.entries(artifacts).filter(([, { type }]) => type === "aws:cloudformation:stack");
  const nameOf = new Map(stacks.map(([id, { properties }]) => [id, properties.stackName ?? id]));
  return Object.fromEntries(
    stacks.map(([id, { properties, dependencies = [] }]) => {
      const made = Object.entries(read(properties.templateFile).Resources as Record<string, { readonly Type: string }>);
      const resources = Object.fromEntries(made.map(([logicalId, { Type }]) => [logicalId, Type]));
      return [nameOf.get(id), { resources, after: dependencies.flatMap((each) => nameOf.get(each) ?? []) }];
    }),
  );
}

describe("the CDK app of the examples", () => {
  it("makes the very stack that the command would make, after the stack that feeds it", async () => {
    const own = await synthesized("examples/cdk-app", "app.ts");
    const plain = await synthesized(".", "infra/app.ts", { fabric: "examples/cdk-app/fabric.yaml" });
    expect(Object.keys(own).toSorted()).toEqual(["Shop", "retail"]);
    expect(own["retail"]).toEqual({ resources: plain["retail"]?.resources, after: ["Shop"] });
    expect(Object.values(own["Shop"]?.resources ?? {})).toEqual(["AWS::SNS::Topic"]);
  }, 120_000);

  it("has a role for a function in Google Cloud once the lock says whom it trusts", async () => {
    const home = join(root, "examples/cdk-app");
    const text = readFileSync(join(home, "fabric.yaml"), "utf8");
    writeFileSync(
      join(home, "fabric.yaml"),
      text.replace("\nhops:", "  inbox: { sqs: inbox }\n\nhops:\n  return-orders: { from: order-feed, to: inbox }"),
    );
    await expect(synthesized("examples/cdk-app", "app.ts")).rejects.toThrow("retail/return-orders");
    const accounts = { "retail/return-orders": { email: "hop@retail-analytics", unique_id: "109876543210987654321" } };
    const told = { fabric: "retail", project: "retail-analytics", service_accounts: accounts };
    writeFileSync(join(home, "outputs.json"), JSON.stringify(told));
    expect(await runCommand(home, ["synth", "--google-outputs", "outputs.json"], "", { root })).toMatchObject({
      code: 0,
    });
    const { retail } = await synthesized("examples/cdk-app", "app.ts");
    expect(Object.keys(retail?.resources ?? {}).filter((id) => id.includes("returnorders"))).toHaveLength(1);
  }, 120_000);
});
