// What a function is told of its secrets, in either cloud: where they are kept, and data keys that it can't read by itself.

import type { SecretPlan } from "./secret-plan.ts";

/** The variable's value, or nothing where a link has no secrets. Names and ciphertexts, never a secret. */
export function secretPlaces(secrets: readonly SecretPlan[], cloud: "aws" | "gcp"): string | undefined {
  if (secrets.length === 0) return undefined;
  const places = secrets.map((secret) => [
    secret.name,
    { [cloud]: "wrapped" in secret ? secret.wrapped : secret.store },
  ]);
  return JSON.stringify(Object.fromEntries(places));
}
