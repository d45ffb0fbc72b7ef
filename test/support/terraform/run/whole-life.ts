// The life of a stack from its first plan to its end.

import type { Report } from "./report.ts";
import { type Options, type Terraform, withTerraform } from "./with-terraform.ts";

/** What became of a stack. Each step is there as far as the life went. */
export interface Life {
  readonly init: Report;
  readonly validate?: Report;
  readonly plan?: Report;
  readonly apply?: Report;
  /** After the apply: what terraform knows of each resource, by address. */
  readonly state?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** Once more, with nothing changed: to be empty. */
  readonly again?: Report;
  readonly destroy?: Report;
  /** Addresses in the state after the end: none. */
  readonly left?: readonly string[];
}

/** Runs init, validate, plan, apply, a second plan and destroy on the stack of a folder; stops at the first that fails. */
export const wholeLife = (folder: string, options: Options = {}): Promise<Life> =>
  withTerraform((terraform) => live(terraform, folder), options);

async function live(terraform: Terraform, folder: string): Promise<Life> {
  terraform.use(folder);
  const init = await terraform.init();
  if (failed(init)) return { init };
  const validate = await terraform.validate();
  if (failed(validate)) return { init, validate };
  const plan = await terraform.plan();
  if (failed(plan)) return { init, validate, plan };
  const apply = await terraform.apply();
  if (failed(apply)) return { init, validate, plan, apply };
  const state = await terraform.state();
  const outputs = await terraform.outputs();
  const again = await terraform.plan();
  const destroy = await terraform.destroy();
  const left = Object.keys(await terraform.state());
  return { init, validate, plan, apply, state, outputs, again, destroy, left };
}

const failed = ({ code }: Report): boolean => code === 1;
