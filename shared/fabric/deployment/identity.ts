// Who a function is, in its own cloud and in the other one: names only, so that each half can be made without the other.

import { createHash } from "node:crypto";
import { deriveName } from "../derive-name.ts";
import type { Link } from "../link.ts";
import type { AwsProof } from "./google-credentials.ts";

/** Roles and functions: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, in characters. */
const AWS_NAME_CHARACTERS = 64;

/** https://cloud.google.com/run/docs/configuring/services#naming, in characters. */
const RUN_NAME_CHARACTERS = 49;

/** https://cloud.google.com/iam/docs/service-accounts-create: 6 to 30 characters. */
const SERVICE_ACCOUNT_CHARACTERS = 30;

/** https://cloud.google.com/iam/docs/manage-workload-identity-pools-providers: 4 to 32 characters. */
const POOL_CHARACTERS = 32;

/** The parts of a link's name: fabric, hop, and the ends that tell the hop's links apart. */
const parts = ({ name }: Pick<Link, "name">): readonly string[] => name.split(/[/.]/);

/** The hop that a link belongs to. */
export const hopOf = ({ name }: Pick<Link, "name">): string => name.slice(name.indexOf("/") + 1).replace(/\..*$/, "");

/** The name of a link's function on AWS. */
export const lambdaName = (link: Pick<Link, "name">): string => deriveName(parts(link), AWS_NAME_CHARACTERS);

/**
 * The role of a link in AWS, explicit since Google knows it by name: that of its Lambda function, or the one that its
 * function in Google Cloud takes on to reach a queue.
 */
export const roleName = (link: Pick<Link, "name">): string => deriveName(parts(link), AWS_NAME_CHARACTERS);

/** The name of a link's function on Cloud Run. */
export const runName = (link: Pick<Link, "name">): string => deriveName(parts(link), RUN_NAME_CHARACTERS);

/** The service account of a link's function in Google Cloud: its id, without project. */
export const serviceAccountId = (link: Pick<Link, "name">): string =>
  deriveName(["hop", ...parts(link)], SERVICE_ACCOUNT_CHARACTERS);

/** A service account that all functions of a fabric share a need for: `push` calls them, `build` builds them. */
export const sharedAccountId = (fabric: string, purpose: "push" | "build"): string =>
  deriveName(["hopspan", purpose, fabric], SERVICE_ACCOUNT_CHARACTERS);

/** The workload identity pool in which a fabric's Lambda functions are known to Google. */
export const poolId = (fabric: string): string => deriveName(["hopspan", fabric], POOL_CHARACTERS);

/**
 * One provider per AWS account that functions run in. A provider can't believe another kind of proof than it was made for,
 * and its name stays taken for 30 days: each kind has a name of its own, so that one can come while the other goes.
 */
export const providerId = (account: string, proof: AwsProof): string =>
  `${proof === "outbound" ? "oidc" : "aws"}-${account}`;

/** `serviceAccount:...`, or a principal of a pool: who a grant is for. */
export const accountEmail = (id: string, project: string): string => `${id}@${project}.iam.gserviceaccount.com`;

/** What an AWS identity is mapped to, as `attribute.aws_role`: role names alone may be the same in two accounts. */
export const mappedRole = (account: string, role: string): string => `${account}:${role}`;

/**
 * How Google maps an AWS identity. The subject is account and role, at most 77 bytes, since a whole ARN can outgrow the
 * 127 that a subject may have: https://docs.cloud.google.com/iam/docs/workload-identity-federation-with-other-clouds
 */
export const SUBJECT_MAPPING = "assertion.account + ':' + assertion.arn.extract('assumed-role/{role}/')";

/**
 * The same from a token of AWS's own, whose subject is the role's ARN:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound.html
 */
export const OUTBOUND_MAPPING =
  "assertion.sub.extract(':iam::{account}:role/') + ':' + assertion.sub.extract(':role/{role}')";

/** The audience that a function's identity token is made for, and that its role in AWS insists on. */
export const awsAudience = (link: Pick<Link, "name">): string => `hopspan:${link.name}`;

/** A mark for names that must not be taken in the whole world, such as a bucket's: the same for the same parts. */
export const worldMark = (...of: readonly string[]): string =>
  createHash("sha256").update(of.join("/")).digest("hex").slice(0, 8);
