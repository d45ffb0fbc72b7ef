// Makes sure that a run of a stack stays on this machine.

import type { Bag, Stack } from "../walk/stack.ts";

/** Where the stub stands in for the provider, as terraform and as tofu name it. */
const ADDRESSES = ["registry.terraform.io/hashicorp/google", "registry.opentofu.org/hashicorp/google"];

const SOURCES = new Set(["google", "hashicorp/google", ...ADDRESSES]);

/**
 * The same stack, with its state in a file instead of a bucket. Throws where it has something that terraform would have to
 * fetch (another provider, a module) or that reads the state of others.
 */
export function offline(stack: Stack, stateFile: string): Stack {
  const required = (stack.terraform?.["required_providers"] ?? {}) as Readonly<Record<string, Bag>>;
  const strange = Object.entries(required).find(([name, { source }]) => !SOURCES.has(String(source ?? name)));
  if (strange !== undefined) throw fetched(`provider ${strange[0]}`);
  const [module] = Object.keys(stack.module ?? {});
  if (module !== undefined) throw fetched(`module ${module}`);
  if (stack.data?.["terraform_remote_state"] !== undefined) throw fetched("terraform_remote_state");
  const { cloud: _, ...terraform } = stack.terraform ?? {};
  return { ...stack, terraform: { ...terraform, backend: { local: { path: stateFile } } } };
}

const fetched = (what: string) =>
  new Error(`${what} can't be had without a network: expected the google provider only`);

/** Terraform's own settings: providers are taken from a folder in which there is none, so that none is ever downloaded. */
export const settings = (emptyFolder: string): string =>
  `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(emptyFolder)}\n  }\n}\ndisable_checkpoint = true\n`;

/** Nothing of the machine's own environment but where programs lie: no credentials, no proxies, no flags of terraform. */
export const environment = (home: string, reattach: object): NodeJS.ProcessEnv => ({
  PATH: process.env["PATH"],
  HOME: home,
  TMPDIR: home,
  TF_CLI_CONFIG_FILE: `${home}/terraform.rc`,
  TF_DATA_DIR: `${home}/terraform`,
  TF_IN_AUTOMATION: "1",
  TF_INPUT: "0",
  CHECKPOINT_DISABLE: "1",
  TF_REATTACH_PROVIDERS: JSON.stringify(Object.fromEntries(ADDRESSES.map((address) => [address, reattach]))),
});
