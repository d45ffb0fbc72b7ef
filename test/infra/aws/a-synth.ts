// Fabrics as CloudFormation templates, for tests: small bundles stand in for the real ones, which say nothing here.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Fabric as FabricConstruct } from "../../../infra/aws/fabric.ts";
import { type Deployment, deployment } from "../../../shared/fabric/deployment/deployment.ts";
import { emptyLock, type Lock } from "../../../shared/fabric/deployment/lock.ts";
import type { Fabric } from "../../../shared/fabric/fabric.ts";

export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly DependsOn?: readonly string[];
}

export interface MadeStack {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly resources: Readonly<Record<string, Resource>>;
  readonly template: object;
  readonly after: readonly string[];
}

/** A lock that knows every service account that a role has to trust. */
export const aLock = ({ fabric, functions }: Deployment, more: Partial<Lock> = {}): Lock => ({
  ...emptyLock(fabric),
  serviceAccounts: Object.fromEntries(
    functions.flatMap((plan, at) =>
      plan.cloud === "gcp" ? [[plan.link.name, { email: plan.email, uniqueId: `1000000000000000000${at}` }]] : [],
    ),
  ),
  ...more,
});

/** Every stack, in the order in which they are made. */
export const synthesize = async (fabric: Fabric, more: Partial<Lock> = {}): Promise<readonly MadeStack[]> =>
  synthesizePlans(await deployment(fabric), more);

/** The same of a deployment. */
export function synthesizePlans(plans: Deployment, more: Partial<Lock> = {}): readonly MadeStack[] {
  const folder = mkdtempSync(join(tmpdir(), "hopspan-synth-"));
  try {
    const bundle = join(folder, "bundle");
    mkdirSync(bundle);
    writeFileSync(join(bundle, "index.cjs"), "exports.handler = async () => ({});\n");
    const app = new App({ outdir: join(folder, "cdk.out"), builtinCloudFormationValidation: false });
    new FabricConstruct(app, plans.fabric, { deployment: plans, lock: aLock(plans, more), bundles: () => bundle });
    return app.synth().stacks.map(({ stackName: name, environment, template, dependencies }) => ({
      name,
      account: environment.account,
      region: environment.region,
      resources: template.Resources,
      template,
      after: dependencies.flatMap((each) => ("stackName" in each ? [String(each.stackName)] : [])),
    }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The one stack of a small fabric. */
export async function synthesizeOne(fabric: Fabric): Promise<MadeStack> {
  const [stack, ...others] = await synthesize(fabric);
  if (stack === undefined || others.length > 0) throw new Error(`${others.length + 1} stacks instead of one`);
  return stack;
}

/** The properties of all resources of a type, by a property that tells them apart. */
export const ofType = ({ resources }: MadeStack, type: string): readonly Record<string, unknown>[] =>
  Object.values(resources).flatMap(({ Type, Properties }) => (Type === `AWS::${type}` ? [Properties] : []));

/** A queue's properties, by its name. */
export const queueOf = (stack: MadeStack, name: string) =>
  ofType(stack, "SQS::Queue").find(({ QueueName }) => QueueName === name);

/** The logical id of a resource, by a property of its own. */
export const idOf = ({ resources }: MadeStack, key: string, value: string): string =>
  Object.entries(resources).find(([, { Properties }]) => Properties[key] === value)?.[0] ?? "";

/** The ARN of a queue as the template says it. */
export const arnOf = (stack: MadeStack, name: string) => ({ "Fn::GetAtt": [idOf(stack, "QueueName", name), "Arn"] });

/** The statements of a queue's own policy: one list per policy, and there should be one. */
export const policyOf = (stack: MadeStack, name: string): readonly (readonly object[])[] =>
  ofType(stack, "SQS::QueuePolicy").flatMap((policy) =>
    JSON.stringify(policy["Queues"]) === JSON.stringify([{ Ref: idOf(stack, "QueueName", name) }])
      ? [(policy["PolicyDocument"] as { readonly Statement: readonly object[] }).Statement]
      : [],
  );
