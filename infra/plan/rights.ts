// Who may do what once a fabric is deployed: each function, and everybody else whom it lets do something.

import type { Deployment } from "../../shared/fabric/deployment/deployment.ts";
import type { Grant } from "../../shared/fabric/deployment/grants.ts";
import { type Owed, owedBy, ownerLines } from "./owners.ts";
import { type Right, rightsInAws } from "./rights-in-aws.ts";
import { rightsInGoogle } from "./rights-in-google.ts";

/** All rights. Plain JSON. */
export interface Rights {
  readonly functions: readonly {
    readonly function: string;
    readonly cloud: "aws" | "gcp";
    readonly grants: readonly Grant[];
  }[];
  readonly others: readonly Right[];
  /** What this fabric can't give itself. */
  readonly owners: readonly Owed[];
}

/** Every right that a deployment gives; what a function needs to write its own log goes without saying. Pure. */
export const rightsOf = (deployment: Deployment): Rights => ({
  functions: deployment.functions.map(({ name, cloud, grants }) => ({ function: name, cloud, grants })),
  others: [...rightsInAws(deployment), ...rightsInGoogle(deployment)],
  owners: owedBy(deployment),
});

/** One line that counts. */
export function rightsLine({ functions, others, owners }: Rights): string {
  const own = functions.reduce((sum, { grants }) => sum + grants.length, 0);
  const one = functions.length === 1 ? "1 function has" : `${functions.length} functions have`;
  return `Rights: ${one} ${own}, each on one named thing; services and builds have ${others.length}.${owed(owners.length)} --show rights names them.`;
}

const owed = (count: number): string =>
  count === 0 ? "" : ` Owners of other things have to allow ${count === 1 ? "1 more" : `${count} more`}.`;

/** Every right, with what it is for: those of functions first, and last what owners have to allow. */
export function rightsLines({ functions, others, owners }: Rights): readonly string[] {
  const groups = Map.groupBy(others, ({ who }) => who);
  return [
    "Rights of each function, and no others but to write its own log",
    ...functions.flatMap(({ function: name, cloud, grants }) => [
      `  ${name} (${CLOUDS[cloud]})`,
      ...grants.map((grant) => `    ${rightOf(grant)} (${grant.why})`),
    ]),
    ...(groups.size === 0 ? [] : ["Rights of others"]),
    ...[...groups].flatMap(([who, rights]) => [
      `  ${who}`,
      ...rights.map(({ right, on, why }) => `    ${right} on ${on} (${why})`),
    ]),
    ...ownerLines(owners),
  ];
}

const CLOUDS = { aws: "AWS", gcp: "Google Cloud" } as const;

const rightOf = (grant: Grant): string =>
  grant.cloud === "aws"
    ? `${grant.actions.join(", ")} on ${grant.resource}`
    : `${grant.role} on ${grant.on.kind} ${grant.on.name}`;
