// Who acts in Google Cloud: https://registry.terraform.io/providers/hashicorp/google/6.50.0/docs/resources/google_service_account
// and iam_workload_identity_pool_provider

import { isValues, type Values } from "../schema/value.ts";
import { type Complaint, type Knowledge, knowing, type Thing } from "./knowledge.ts";
import { digitsOf } from "./made-up.ts";
import { atMostBytes, atMostCharacters, entries, matching, onlyOneOf } from "./rules.ts";

/** The address of a data source may be given in full. */
const email = ({ project, text }: Thing): string =>
  text("account_id").includes("@") ? text("account_id") : `${text("account_id")}@${project}.iam.gserviceaccount.com`;
const accountName = (thing: Thing): string => `projects/${thing.project}/serviceAccounts/${email(thing)}`;
const pool = ({ projectNumber, text }: Thing): string =>
  `projects/${projectNumber}/locations/global/workloadIdentityPools/${text("workload_identity_pool_id")}`;

const poolId = (path: string) =>
  matching(path, /^(?!gcp-)[a-z0-9-]{4,32}$/, "4 to 32 lower case letters, digits or -, without gcp- in front");

/** An OIDC provider needs a mapping, and any mapping needs this key. */
function mapsSubject(values: Values): readonly Complaint[] {
  const mapping = values["attribute_mapping"];
  const oidc = values["oidc"];
  const needed = isValues(mapping) || (Array.isArray(oidc) && oidc.length > 0 && mapping === null);
  const there = isValues(mapping) && "google.subject" in mapping;
  return needed && !there ? [{ at: ["attribute_mapping"], words: "expected google.subject among the keys" }] : [];
}

const poolRules = [atMostCharacters("display_name", 32), atMostCharacters("description", 256)];

export const identity: Readonly<Record<string, Knowledge>> = {
  google_service_account: knowing({
    fixed: ["account_id", "project"],
    filled: ["project"],
    defaults: { disabled: false },
    told: {
      id: accountName,
      name: accountName,
      email,
      member: (thing) => `serviceAccount:${email(thing)}`,
      unique_id: (thing) => digitsOf(email(thing), 21),
    },
    rules: [
      matching(
        "account_id",
        /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
        "6 to 30 lower case letters, digits or -, from a letter on, not ending in -",
      ),
      atMostCharacters("display_name", 100),
      atMostBytes("description", 256),
    ],
  }),
  google_iam_workload_identity_pool: knowing({
    fixed: ["workload_identity_pool_id", "project"],
    filled: ["project"],
    told: {
      id: (thing) => pool(thing).replace(thing.projectNumber, thing.project),
      name: pool,
      state: () => "ACTIVE",
    },
    rules: [poolId("workload_identity_pool_id"), ...poolRules],
  }),
  google_iam_workload_identity_pool_provider: knowing({
    fixed: ["workload_identity_pool_id", "workload_identity_pool_provider_id", "project"],
    filled: ["project"],
    told: {
      id: (thing) => providerName(thing).replace(thing.projectNumber, thing.project),
      name: providerName,
      state: () => "ACTIVE",
    },
    rules: [
      poolId("workload_identity_pool_id"),
      poolId("workload_identity_pool_provider_id"),
      ...poolRules,
      atMostCharacters("attribute_condition", 4096),
      entries(
        "attribute_mapping",
        /^(google\.(subject|groups)|attribute\.[a-z0-9_]{1,100})$/,
        "google.subject, google.groups and attribute.NAME",
        /^[\s\S]{0,2048}$/,
      ),
      onlyOneOf("aws", "oidc", "saml", "x509"),
      matching("oidc.issuer_uri", /^https:\/\/[^/]/, "an address that begins with https://"),
      matching("aws.account_id", /^\d{12}$/, "the 12 digits of an AWS account"),
      mapsSubject,
    ],
  }),
};

function providerName(thing: Thing): string {
  return `${pool(thing)}/providers/${thing.text("workload_identity_pool_provider_id")}`;
}
