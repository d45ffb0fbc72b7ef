// What the command line says about a fabric that is imported: its name, its clouds, and which cluster is which cloud.

import {
  awsAccount,
  awsRegion,
  fabricName,
  gcpProject,
  gcpProjectNumber,
  gcpRegion,
} from "../../shared/fabric/names.ts";
import type { Wishes } from "../kubemq/import-kubemq.ts";
import { sameAddress } from "../kubemq/read-side.ts";
import { CommandError, type Given, textOption } from "./verb.ts";

/** Throws `CommandError` for what no fabric can have. Whether the clusters are there, only the file knows. */
export function wishesFrom(given: Given): Wishes {
  const said = FORMS.flatMap(([option, key, form]) => {
    const text = textOption(given, option);
    if (text === undefined) return [];
    const { success, error } = form.safeParse(text);
    if (!success) throw new CommandError(`--${option} ${error.issues[0]?.message ?? "is refused"}`);
    return [[key, text] as const];
  });
  return { clouds: { aws: addresses(given, "aws"), google: addresses(given, "google") }, ...Object.fromEntries(said) };
}

const FORMS = [
  ["name", "fabric", fabricName],
  ["account", "account", awsAccount],
  ["region", "region", awsRegion],
  ["project", "project", gcpProject],
  ["project-number", "projectNumber", gcpProjectNumber],
  ["google-region", "googleRegion", gcpRegion],
] as const;

const addresses = ({ options }: Given, name: string): ReadonlySet<string> =>
  new Set(
    [options[name] ?? []].flat().flatMap((list) =>
      String(list)
        .split(",")
        .flatMap((address) => (address.trim() === "" ? [] : [sameAddress(address)])),
    ),
  );
