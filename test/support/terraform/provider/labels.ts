// Labels on a thing: those of the stack, those of the provider, and the one by which Google knows what terraform made.

import type { Block } from "../schema/schema.ts";
import { isValues, UNKNOWN, type Value, type Values } from "../schema/value.ts";

/** https://registry.terraform.io/providers/hashicorp/google/latest/docs/guides/provider_reference#add_terraform_attribution_label-1 */
const ATTRIBUTION = { "goog-terraform-provisioned": "true" };

/** The same values, with `terraform_labels` and `effective_labels` where the type has them. */
export function withLabels({ attributes }: Block, values: Values, everyLabel: Values): Values {
  if (attributes["labels"] === undefined || attributes["effective_labels"] === undefined) return values;
  const all = allOf(values["labels"] ?? null, everyLabel);
  const told = ["terraform_labels", "effective_labels"].filter((name) => name in attributes);
  return { ...values, ...Object.fromEntries(told.map((name) => [name, all])) };
}

const allOf = (own: Value, everyLabel: Values): Value =>
  own === UNKNOWN ? UNKNOWN : { ...ATTRIBUTION, ...everyLabel, ...(isValues(own) ? own : {}) };
