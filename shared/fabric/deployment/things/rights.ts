// The rights of a role or an account as settings: one per resource, so that a plan can say which right comes or goes.

import type { Grant } from "../grants.ts";
import { brief, type Settings } from "./thing.ts";

type In<Cloud> = Extract<Grant, { readonly cloud: Cloud }>;

/** What a role in AWS may do, by resource; resources of its own place by service and name alone. */
export const rightsInAws = (grants: readonly Grant[], place: readonly string[]): Settings =>
  together(
    grants
      .filter((grant): grant is In<"aws"> => grant.cloud === "aws")
      .map(({ resource, actions, condition }) => [
        `may on ${shortArn(resource, place)}`,
        [...actions, ...(condition === undefined ? [] : [`if ${JSON.stringify(condition)}`])].join(" "),
      ]),
  );

/** What somebody may do in Google Cloud, by topic or secret. */
export const rightsInGoogle = (grants: readonly Grant[]): Settings =>
  together(
    grants
      .filter((grant): grant is In<"gcp"> => grant.cloud === "gcp")
      .map(({ role, on }) => [`may on ${on.kind} ${on.name}`, role]),
  );

const shortArn = (arn: string, [account = "", region = ""]: readonly string[]): string =>
  arn.replace(new RegExp(`^arn:aws:([a-z-]+):${region}:${account}:`), "$1 ");

/** A resource that stands twice has both rights. */
function together(rights: readonly (readonly [resource: string, right: string])[]): Settings {
  const all = Map.groupBy(rights, ([resource]) => resource);
  return Object.fromEntries(
    [...all].map(([resource, each]) => [resource, brief(each.map(([, right]) => right).join(" "))]),
  );
}
