// Whom AWS takes us for while we only look: the role that cdk itself looks with, in whatever account a stack is.

import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { HopspanError } from "../../shared/core/errors.ts";
import { isProfileThere } from "./aws-profile.ts";

/** An account and a region. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** Short-lived keys of a role. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** As `cdk bootstrap` names it where nobody says otherwise: https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html */
const lookupRole = ({ account, region }: Place): string =>
  `arn:aws:iam::${account}:role/cdk-hnb659fds-lookup-role-${account}-${region}`;

/**
 * Keys of the lookup role of a place; nothing where one's own credentials are of that very account and have to do. Rejects
 * with a `HopspanError` where there are no credentials, or none that reach the account.
 */
export async function keysToLook(place: Place): Promise<Keys | undefined> {
  const sts = new STSClient({ region: place.region });
  try {
    return await lookupKeys(sts, place);
  } catch (denied) {
    const { Account } = await sts.send(new GetCallerIdentityCommand({})).catch((cause: unknown) => {
      throw awsError(`account ${place.account} can't be asked`, cause);
    });
    if (Account === place.account) return undefined;
    const own = `the credentials are of account ${Account}, and may not take on ${lookupRole(place)}`;
    throw awsError(`account ${place.account} can't be asked: ${own}`, denied);
  } finally {
    sts.destroy();
  }
}

/** Whoever calls, found where the SDK finds them. `sessionToken` is absent where the keys are no role's. */
export type OwnKeys = Omit<Keys, "sessionToken"> & Partial<Pick<Keys, "sessionToken">>;

/** Keys of whoever calls, for what is done in their own name. Rejects with a `HopspanError` where there are none. */
export async function ownKeys(region: string): Promise<OwnKeys> {
  const sts = new STSClient({ region });
  try {
    const { accessKeyId, secretAccessKey, sessionToken } = await sts.config.credentials();
    return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
  } catch (cause) {
    throw awsError("there are no credentials for AWS", cause);
  } finally {
    sts.destroy();
  }
}

async function lookupKeys(sts: STSClient, place: Place): Promise<Keys> {
  const asked = new AssumeRoleCommand({ RoleArn: lookupRole(place), RoleSessionName: "hopspan-looks" });
  const { Credentials: { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = {} } = await sts.send(asked);
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

/** What is said where AWS does not tell: no credentials first of all, since nothing else can be mended before. */
export function awsError(what: string, cause: unknown): HopspanError {
  const hasNone = cause instanceof Error && cause.name === "CredentialsProviderError";
  const why = hasNone ? missingCredentials(process.env) : `${what} (${reasonOf(cause)})`;
  return new HopspanError("UNREACHABLE", why, true, cause);
}

/** The name of what AWS or its SDK says; of an error of the network, which has none of its own, its code and who was asked. */
export function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return "no answer";
  const { code, hostname, address, port }: NetworkError = cause;
  if (code === undefined || cause.name !== "Error") return cause.name;
  const host = hostname ?? (address === undefined ? undefined : `${address}:${port}`);
  return host === undefined ? code : `${code} ${host}`;
}

interface NetworkError extends Error {
  readonly code?: string;
  readonly hostname?: string;
  readonly address?: string;
  readonly port?: number;
}

function missingCredentials(environment: NodeJS.ProcessEnv): string {
  const { AWS_PROFILE: profile = "" } = environment;
  if (profile === "")
    return "there are no credentials for AWS: sign in, or set AWS_PROFILE or the keys that the aws command takes";
  return isProfileThere(profile, environment)
    ? `there are no credentials for AWS: profile ${profile}, which AWS_PROFILE names, gives none: sign in with it, or name another`
    : `there are no credentials for AWS: profile ${profile}, which AWS_PROFILE names, is not there: name one that aws configure list-profiles shows`;
}
