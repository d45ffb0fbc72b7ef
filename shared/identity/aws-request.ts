// A request to an AWS service, signed with the keys of the Lambda function that makes it.

import { type HttpAnswer, httpAnswer } from "./http-request.ts";
import { identityError } from "./identity-error.ts";
import { type AwsKeys, signed } from "./sign-request.ts";

/** A service by the name that its hosts and its signatures have, as `ssm`. */
export interface AwsRequest {
  readonly service: "kms" | "ssm" | "sts";
  /** Where the thing is that is asked for; absent: the function's own region. */
  readonly region?: string;
  /** In lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * The service's answer, whatever it is. Honours `AWS_ENDPOINT_URL_KMS`, `AWS_ENDPOINT_URL_SSM`, `AWS_ENDPOINT_URL_STS`,
 * `AWS_ENDPOINT_URL` and `AWS_USE_FIPS_ENDPOINT`. Rejects with `NO_IDENTITY` where there are no keys.
 */
export async function awsAnswer(
  { service, region: asked, headers, body }: AwsRequest,
  env: NodeJS.ProcessEnv,
): Promise<HttpAnswer> {
  const keys = environmentKeys(env);
  const region = asked || env["AWS_REGION"] || env["AWS_DEFAULT_REGION"];
  if (!region) throw identityError("AWS_REGION is not there: Lambda sets it");
  const own = `https://${service}${env["AWS_USE_FIPS_ENDPOINT"] === "true" ? "-fips" : ""}.${region}.amazonaws.com`;
  const url = new URL(env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] || env["AWS_ENDPOINT_URL"] || own);
  return httpAnswer(() => signed({ url, headers, body }, { service, region, at: new Date() }, keys));
}

/** The code of a refusal, as AWS says it in JSON or in XML: the only part of it that is told. */
export function awsCode({ status, body }: HttpAnswer): string {
  const code = /"__type"\s*:\s*"(?:[^"#]*#)?(\w+)"/.exec(body)?.[1] ?? /<Code>(\w+)<\/Code>/.exec(body)?.[1];
  return code ?? `status ${status}`;
}

/** The keys that Lambda gives a function, or a local run has. Throws `NO_IDENTITY` where there are none. */
export function environmentKeys(env: NodeJS.ProcessEnv): AwsKeys {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: token } = env;
  if (accessKeyId && secretAccessKey)
    return { accessKeyId, secretAccessKey, ...(token ? { sessionToken: token } : {}) };
  throw identityError("AWS_ACCESS_KEY_ID is not there: Lambda sets it for the function's role");
}
