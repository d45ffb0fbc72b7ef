// What others have to allow before a fabric works: printed so that it can be copied into their own policies.

import { type AskedStatement, asks } from "../../shared/fabric/deployment/asks.ts";
import type { Deployment } from "../../shared/fabric/deployment/deployment.ts";
import { googleAsks } from "../../shared/fabric/deployment/google-asks.ts";

/** One thing that belongs to others, and what its policy has to say: a statement in AWS, a role in Google Cloud. */
export type Owed =
  | { readonly of: string; readonly statement: AskedStatement }
  | { readonly of: string; readonly role: string; readonly why: string };

/** Pure; nothing for a fabric that uses only what it makes, or what is its own account's. */
export const owedBy = (deployment: Deployment): readonly Owed[] => [
  ...asks(deployment).map(({ kind, of, statement }) => ({ of: `${kind} ${of}`, statement })),
  ...googleAsks(deployment).map(({ kind, of, role, why }) => ({ of: `${kind} ${of}`, role, why })),
];

/** A line for each statement, in JSON as it goes into a policy. */
export function ownerLines(owed: readonly Owed[]): readonly string[] {
  const groups = Map.groupBy(owed, ({ of }) => of);
  if (groups.size === 0) return [];
  return [
    "What the owners of other things have to allow, each in its own policy",
    ...[...groups].flatMap(([of, all]) => [`  ${of}`, ...all.map((each) => `    ${wordsOf(each)}`)]),
  ];
}

const wordsOf = (owed: Owed): string =>
  "statement" in owed ? JSON.stringify(owed.statement) : `${owed.role} for whoever deploys (${owed.why})`;
