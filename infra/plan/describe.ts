// A plan as lines for a terminal: what is made, changed and removed, who may do what, and what would be lost.

import type { Deployment } from "../../shared/fabric/deployment/deployment.ts";
import type { Grant } from "../../shared/fabric/deployment/grants.ts";
import type { Change } from "./changes.ts";

const MARKS: Readonly<Record<Change["verb"], string>> = { make: "+", change: "~", replace: "!", remove: "-" };

const CLOUDS = { aws: "AWS", gcp: "Google Cloud" } as const;

/** A line per thing, by cloud; one line that says so where nothing changes. */
export function changeLines(list: readonly Change[]): readonly string[] {
  if (list.length === 0) return ["Nothing changes."];
  const clouds = (["aws", "gcp"] as const).filter((cloud) => list.some(({ thing }) => thing.cloud === cloud));
  return clouds.flatMap((cloud, at) => [
    ...(at === 0 ? [] : [""]),
    `${CLOUDS[cloud]}: ${countLine(list.filter(({ thing }) => thing.cloud === cloud))}`,
    ...list.filter(({ thing }) => thing.cloud === cloud).map(changeLine),
  ]);
}

function countLine(list: readonly Change[]): string {
  const count = (verb: Change["verb"]) => list.filter((change) => change.verb === verb).length;
  const words = { make: "to make", change: "to change", replace: "to replace", remove: "to remove" } as const;
  return (["make", "change", "replace", "remove"] as const)
    .filter((verb) => count(verb) > 0)
    .map((verb) => `${count(verb)} ${words[verb]}`)
    .join(", ");
}

function changeLine({ verb, thing, settings, loss }: Change): string {
  const what = settings.length === 0 ? "" : `: ${settings.join(", ")}`;
  return `  ${MARKS[verb]} ${thing.kind} ${thing.name}${what}${loss === undefined ? "" : `   LOSES ${loss.slice(loss.indexOf(": ") + 2)}`}`;
}

/** Every right of every function, with what it is for. */
export function grantLines({ functions }: Deployment): readonly string[] {
  return functions.flatMap(({ name, cloud, grants }) => [
    `  ${name} (${CLOUDS[cloud]})`,
    ...grants.map((grant) => `    ${rightOf(grant)}   ${grant.why}`),
  ]);
}

const rightOf = (grant: Grant): string =>
  grant.cloud === "aws"
    ? `${grant.actions.join(", ")} on ${grant.resource}`
    : `${grant.role} on ${grant.on.kind} ${grant.on.name}`;
