// Where transforms get their secrets from in a cloud: all that the link needs, read before its first message.

import { ConfigError, classify, HopspanError } from "../core/errors.ts";
import type { Tools } from "../core/ports.ts";

/** Where a secret is kept, by its name in the fabric: names only, as `HOPSPAN_SECRETS` holds them as JSON. */
export type SecretPlaces = Readonly<Record<string, { readonly aws?: string; readonly gcp?: string }>>;

const SECRET = /^projects\/[^/]+\/secrets\/[^/]+$/;

/**
 * Reads every secret of `HOPSPAN_SECRETS` at once: on Lambda from the SSM parameter in `aws`, elsewhere from the secret in
 * `gcp`, `projects/PROJECT/secrets/SECRET`. Rejects with `ConfigError` where the names can't be right, and with an error
 * that is worth another try where a store does not give them.
 */
export async function storedSecrets(env: NodeJS.ProcessEnv): Promise<Tools> {
  const places = readPlaces(env["HOPSPAN_SECRETS"] ?? "");
  const read = await Promise.all(
    Object.entries(places).map(async ([name, place]) => [name, await readSecret(name, place, env)] as const),
  );
  const secrets = new Map(read);
  return {
    secret(name) {
      const secret = secrets.get(name);
      if (secret !== undefined) return secret;
      throw wrong(`secret ${name} is not there: expected HOPSPAN_SECRETS to say where it is kept`);
    },
  };
}

async function readSecret(name: string, { aws, gcp }: SecretPlaces[string], env: NodeJS.ProcessEnv) {
  const isLambda = env["AWS_LAMBDA_FUNCTION_NAME"] !== undefined;
  if (isLambda && !aws) throw wrong(`secret ${name} has no place on AWS: expected { "aws": PARAMETER }`);
  if (!isLambda && !SECRET.test(gcp ?? ""))
    throw wrong(`secret ${name} has no place on Google Cloud: expected { "gcp": "projects/PROJECT/secrets/SECRET" }`);
  try {
    // A function reads from one store only, and loads nothing of the other.
    return isLambda
      ? await (await import("./parameter-store.ts")).parameter(aws ?? "", env)
      : await (await import("./google-secret.ts")).secretVersion(gcp ?? "", env);
  } catch (thrown) {
    const { code, message, retryable } = classify(thrown);
    throw new HopspanError(code, `secret ${name}: ${message}`, retryable);
  }
}

function readPlaces(json: string): SecretPlaces {
  try {
    const places: unknown = JSON.parse(json);
    if (typeof places === "object" && places !== null) return places as SecretPlaces;
  } catch {
    // Told below.
  }
  throw wrong('HOPSPAN_SECRETS is no JSON: expected {"NAME": {"aws": PARAMETER}} or {"NAME": {"gcp": SECRET}}');
}

const wrong = (message: string) => new ConfigError([{ severity: "error", code: "SECRET", message }]);
