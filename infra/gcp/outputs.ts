// What the Google half tells once it is made: who its functions are, for the roles in AWS that trust them.

import type { Cloudfunctions2Function } from "@cdktf/provider-google/lib/cloudfunctions2-function/index.js";
import type { ServiceAccount } from "@cdktf/provider-google/lib/service-account/index.js";
import { TerraformOutput, type TerraformStack } from "cdktf";
import { z } from "zod";
import { ConfigError } from "../../shared/core/errors.ts";
import type { Deployment } from "../../shared/fabric/deployment/deployment.ts";
import type { Lock } from "../../shared/fabric/deployment/lock.ts";
import type { Site } from "./site.ts";

/** One function of the half, by the link that it carries. */
export interface Made {
  readonly link: string;
  readonly account: ServiceAccount;
  readonly function: Cloudfunctions2Function;
}

/** What the half is told by: under one name, so that whoever passes it on passes on whose it is. */
const OUTPUT = "hopspan";

/** `hopspan`: fabric, project, and `service_accounts` by link, with `email` and `unique_id`; and `push_urls` by link. */
export function tell(stack: TerraformStack, { deployment, project }: Site, made: readonly Made[]): void {
  const accounts = made.map(({ link, account }) => [link, { email: account.email, unique_id: account.uniqueId }]);
  const urls = made.map(({ link, function: called }) => [link, called.serviceConfig.uri]);
  new TerraformOutput(stack, OUTPUT, {
    description: "For hopspan synth --google-outputs: whose functions these are; roles in AWS trust their unique ids",
    value: { fabric: deployment.fabric, project, service_accounts: Object.fromEntries(accounts) },
  });
  new TerraformOutput(stack, "push_urls", {
    description: "Where each link's pushes go; nobody else may call there",
    value: Object.fromEntries(urls),
  });
}

const toldSchema = z.object({
  fabric: z.string(),
  project: z.string(),
  service_accounts: z.record(z.string(), z.object({ email: z.string(), unique_id: z.string().regex(/^[0-9]+$/) })),
});
type Told = z.output<typeof toldSchema>;

/**
 * The lock with the service accounts that a half tells, and no others. Pure. `outputs` are values by the names that
 * outputs have, whichever these are: those of the half itself, or of a root module that passes several on. Throws
 * `ConfigError` where none of them is of this fabric and stage, in its project, or a link of the file is not among them.
 */
export function locked(lock: Lock, deployment: Deployment, outputs: Readonly<Record<string, unknown>>): Lock {
  const told = Object.values(outputs).flatMap((output) => toldSchema.safeParse(output).data ?? []);
  const own = told.find(({ fabric }) => fabric === deployment.fabric);
  if (own === undefined) throw refused(othersLine(deployment, told));
  const wrong = wrongIn(deployment, own);
  if (wrong !== undefined) throw refused(wrong);
  const accounts = Object.entries(own.service_accounts).map(([link, { email, unique_id }]) => [
    link,
    { email, uniqueId: unique_id },
  ]);
  return { ...lock, serviceAccounts: Object.fromEntries(accounts) };
}

function othersLine({ fabric }: Deployment, told: readonly Told[]): string {
  if (told.length === 0) return `the outputs are not those of the Google half of fabric ${fabric}: apply it first`;
  const others = told.map((each) => each.fabric).join(", ");
  return `the outputs are those of ${others}, not of fabric ${fabric}: name those of its own module, and its own --stage`;
}

function wrongIn({ fabric, gcp, functions }: Deployment, { project, service_accounts }: Told): string | undefined {
  if (project !== gcp?.project)
    return `the outputs of fabric ${fabric} are of project ${project}, and the file has ${gcp?.project ?? "none"}`;
  const links = functions.filter(({ cloud }) => cloud === "gcp").map(({ link }) => link.name);
  const unknown = links.filter((link) => !Object.hasOwn(service_accounts, link));
  if (unknown.length === 0) return undefined;
  return `the outputs of fabric ${fabric} do not know ${unknown.join(", ")}: write the module anew, and apply it first`;
}

const refused = (message: string) => new ConfigError([{ severity: "error", code: "OUTPUTS", message }]);
