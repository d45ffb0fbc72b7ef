// What a provider answers: types, refusals, plans, and things that are made, read and taken away again.

import { known } from "../google/known.ts";
import type { Kind } from "../schema/bindings.ts";
import type { Block } from "../schema/schema.ts";
import { providerSchema, schemaOf } from "../schema/schemas.ts";
import { UNKNOWN, type Values, written } from "../schema/value.ts";
import { fromState, fromWire, toWire } from "./dynamic-value.ts";
import { finish } from "./finish.ts";
import { imported } from "./imported.ts";
import { filled, plan } from "./plan.ts";
import { projectOf, type Surroundings, thingIn } from "./project.ts";
import type { Agreed, Configured, Current, Diagnostic, Imported, Kept, OfType, Proposed } from "./protocol.ts";
import { attributePath, refusal } from "./protocol.ts";
import { schemaMessage } from "./schema-message.ts";
import { unconfigurable } from "./unconfigurable.ts";

/** Types by kind; each time that terraform starts, it is told of these only. */
export type Types = Readonly<Record<Kind, Iterable<string>>>;

/** One function per call of the protocol. `types` is read anew at each start of terraform. */
export function answers(types: () => Types, surroundings: Surroundings) {
  let project = projectOf(null, surroundings);
  return {
    GetSchema: () => ({
      provider: schemaMessage(providerSchema()),
      resource_schemas: schemasOf("resource", types().resource),
      data_source_schemas: schemasOf("data", types().data),
    }),
    PrepareProviderConfig: ({ config }: Configured) => ({ prepared_config: config }),
    ValidateResourceTypeConfig: (request: OfType & Configured) => ({ diagnostics: refusals("resource", request) }),
    ValidateDataSourceConfig: (request: OfType & Configured) => ({ diagnostics: refusals("data", request) }),
    Configure: ({ config }: Configured) => {
      project = projectOf(fromWire(config), surroundings);
      return {};
    },
    UpgradeResourceState: ({ raw_state }: Kept) => ({ upgraded_state: toWire(fromState(raw_state.json)) }),
    // Nobody changes anything behind terraform's back.
    ReadResource: (request: Current) => ({ new_state: request.current_state, private: request.private }),
    PlanResourceChange: (request: Proposed) => planned(request, project.everyLabel),
    ApplyResourceChange: (request: Agreed) =>
      attempt(request.prior_state, "new_state", () => {
        const values = fromWire(request.planned_state);
        if (values === null) return keep(request.type_name, fromWire(request.prior_state));
        return made("resource", request.type_name, thingIn(project, request.type_name, values));
      }),
    ImportResourceState: ({ type_name, id }: Imported) => {
      const thing = thingIn(project, type_name, imported(schemaFor("resource", type_name), id));
      const state = toWire(made("resource", type_name, thing));
      return { imported_resources: [{ type_name, state, private: new Uint8Array() }] };
    },
    ReadDataSource: (request: OfType & Configured) =>
      attempt(null, "state", () => {
        const asked = sought(request.type_name, fromWire(request.config) ?? {});
        return made("data", request.type_name, thingIn(project, request.type_name, asked));
      }),
    Stop: () => ({}),
  };
}

const schemasOf = (kind: Kind, types: Iterable<string>) =>
  Object.fromEntries([...types].map((type) => [type, schemaMessage(schemaFor(kind, type))]));

/** Terraform asks only for types that it was told of. */
function schemaFor(kind: Kind, type: string): Block {
  const block = schemaOf(kind, type);
  if (block === undefined) throw new Error(`${type} is unknown: expected a type of the bindings`);
  return block;
}

function refusals(kind: Kind, { type_name, config }: OfType & Configured): readonly Diagnostic[] {
  const values = fromWire(config) ?? {};
  const refused = known(type_name).rules.flatMap((rule) => rule(values));
  return [...unconfigurable(schemaFor(kind, type_name), values), ...refused].map(({ at, words }) =>
    refusal(`${type_name} is refused`, [written(at), words].filter(Boolean).join(": "), at),
  );
}

function planned({ type_name, prior_state, proposed_new_state }: Proposed, everyLabel: Values) {
  const proposed = fromWire(proposed_new_state);
  if (proposed === null) return { planned_state: toWire(null), legacy_type_system: true };
  const prior = fromWire(prior_state);
  const block = schemaFor("resource", type_name);
  const { values, anew } = plan({ block, knowledge: known(type_name), prior, proposed, everyLabel });
  // As the real provider does, whose plans go beyond what a schema allows.
  return {
    planned_state: toWire(values),
    requires_replace: anew.map((name) => attributePath([name])),
    legacy_type_system: true,
  };
}

const made = (kind: Kind, type: string, thing: Parameters<typeof finish>[2]): Values =>
  finish(schemaFor(kind, type), known(type), thing);

/** Everything that a data source was not asked for is what it tells. */
function sought(type: string, config: Values): Values {
  const values = filled(schemaFor("data", type), known(type), config, null);
  const open = (name: string) => values[name] === null && known(type).told[name] !== undefined;
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, open(name) ? UNKNOWN : value]));
}

/** https://registry.terraform.io/providers/hashicorp/google/6.50.0/docs/resources/bigquery_table#deletion_protection-1 */
function keep(type: string, prior: Values | null): null {
  if (prior?.["deletion_protection"] === true)
    throw new Error(`${type} is protected: set deletion_protection to false, and apply, before it is destroyed`);
  return null;
}

/** What was there before stays where something can't be made or taken away. */
function attempt(before: Current["current_state"], name: "state" | "new_state", make: () => Values | null) {
  try {
    return { [name]: toWire(make()), legacy_type_system: true };
  } catch (error) {
    return { [name]: before ?? toWire(null), diagnostics: [refusal("refused", (error as Error).message)] };
  }
}
