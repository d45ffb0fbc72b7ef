// The messages of tfplugin5 as TypeScript: those parts of each that the stub reads or writes.

import type { DynamicValue } from "./dynamic-value.ts";

/** One step of the way to a value; the protocol has one field per kind of step. */
export type Step = { readonly attribute_name: string } | { readonly element_key_int: number };

export interface AttributePath {
  readonly steps: readonly Step[];
}

export interface Diagnostic {
  readonly severity: "ERROR" | "WARNING";
  readonly summary: string;
  readonly detail: string;
  readonly attribute?: AttributePath;
}

/** What comes with every request about one resource or data source. */
export interface OfType {
  readonly type_name: string;
}

export interface Configured {
  readonly config: DynamicValue | null;
}

export interface Kept extends OfType {
  readonly raw_state: { readonly json: Uint8Array };
}

export interface Current extends OfType {
  readonly current_state: DynamicValue | null;
  readonly private: Uint8Array;
}

export interface Imported extends OfType {
  readonly id: string;
}

export interface Proposed extends OfType {
  readonly prior_state: DynamicValue | null;
  readonly proposed_new_state: DynamicValue | null;
}

export interface Agreed extends OfType {
  readonly prior_state: DynamicValue | null;
  readonly planned_state: DynamicValue | null;
}

/** A way as the protocol has it. */
export const attributePath = (at: readonly (string | number)[]): AttributePath => ({
  steps: at.map((step) => (typeof step === "number" ? { element_key_int: step } : { attribute_name: step })),
});

/** A refusal as terraform shows it. */
export const refusal = (summary: string, detail: string, at: readonly (string | number)[] = []): Diagnostic => ({
  severity: "ERROR",
  summary,
  detail,
  ...(at.length === 0 ? {} : { attribute: attributePath(at) }),
});
