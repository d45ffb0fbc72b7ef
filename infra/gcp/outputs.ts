// What the Google half tells once it is made: who its functions are, for the roles in AWS that trust them.

import type { Cloudfunctions2Function } from "@cdktf/provider-google/lib/cloudfunctions2-function/index.js";
import type { ServiceAccount } from "@cdktf/provider-google/lib/service-account/index.js";
import { TerraformOutput, type TerraformStack } from "cdktf";
import { z } from "zod";
import { ConfigError } from "../../shared/core/errors.ts";
import type { Lock } from "../../shared/fabric/deployment/lock.ts";

/** One function of the half, by the link that it carries. */
export interface Made {
  readonly link: string;
  readonly account: ServiceAccount;
  readonly function: Cloudfunctions2Function;
}

/** Tables by link: `service_accounts` with `email` and `unique_id`, and `push_urls`. */
export function tell(stack: TerraformStack, made: readonly Made[]): void {
  const accounts = made.map(({ link, account }) => [link, { email: account.email, unique_id: account.uniqueId }]);
  const urls = made.map(({ link, function: called }) => [link, called.serviceConfig.uri]);
  new TerraformOutput(stack, "service_accounts", {
    description: "The service account of each link's function; roles in AWS trust its unique id",
    value: Object.fromEntries(accounts),
  });
  new TerraformOutput(stack, "push_urls", {
    description: "Where each link's pushes go; nobody else may call there",
    value: Object.fromEntries(urls),
  });
}

const outputsSchema = z.object({
  service_accounts: z.record(z.string(), z.object({ email: z.string(), unique_id: z.string() })),
});

/**
 * The lock with the service accounts of these outputs, and no others. Pure; `outputs` are the stack's, by name. Throws
 * `ConfigError` where they are not those of a Google half.
 */
export function locked(lock: Lock, outputs: Readonly<Record<string, unknown>>): Lock {
  const read = outputsSchema.safeParse(outputs);
  if (!read.success) throw unread(lock.fabric);
  const accounts = Object.entries(read.data.service_accounts).map(([link, { email, unique_id }]) => [
    link,
    { email, uniqueId: unique_id },
  ]);
  return { ...lock, serviceAccounts: Object.fromEntries(accounts) };
}

function unread(fabric: string): ConfigError {
  const message = `the outputs are not those of the Google half of fabric ${fabric}: apply it first`;
  return new ConfigError([{ severity: "error", code: "OUTPUTS", message }]);
}
