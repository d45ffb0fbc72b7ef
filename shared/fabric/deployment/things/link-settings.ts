// What a function is told of its link, and where its secrets are: the same for functions of both clouds.

import type { FunctionPlan } from "../function-plan.ts";
import { listed, type Settings, settingsOf } from "./thing.ts";

/** A link in the words of settings: its ends by name, and each of its parts, so that a change of it is seen and named. */
export function linkSettings({ name: _, crossing, timeoutSeconds: __, ...parts }: FunctionPlan["link"]): Settings {
  const told = Object.entries(settingsOf(parts)).map(([part, value]) => [`link.${part}`, value]);
  return {
    crossing,
    from: parts.source.name,
    to: listed(parts.targets.map((target) => target.name)),
    ...Object.fromEntries(told),
  };
}

/** Where each secret is kept or how it is wrapped, by its name in the fabric. */
export const secretSettings = ({ secrets }: FunctionPlan): Settings =>
  settingsOf(
    Object.fromEntries(
      secrets.map((secret) => [`secret ${secret.name}`, "wrapped" in secret ? secret.wrapped : secret.store]),
    ),
  );
