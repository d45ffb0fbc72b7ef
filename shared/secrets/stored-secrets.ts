// Where transforms get their secrets from in a cloud: all that the link needs, read before its first message.

import { ConfigError, classify, HopspanError } from "../core/errors.ts";
import type { Tools } from "../core/ports.ts";
import type { WrappedKey } from "./wrapped-key.ts";

/** Where a secret is kept, or the data key that it is, wrapped; by its name in the fabric, as `HOPSPAN_SECRETS` has it as JSON. */
export type SecretPlaces = Readonly<
  Record<string, { readonly aws?: string | WrappedKey; readonly gcp?: string | WrappedKey }>
>;

const SECRET = /^projects\/[^/]+\/secrets\/[^/]+$/;
const AWS_KEY = /^arn:aws:kms:[a-z0-9-]+:\d+:key\/[\w-]+$/;
const GOOGLE_KEY = /^projects\/[^/]+\/locations\/[\w-]+\/keyRings\/[\w-]+\/cryptoKeys\/[\w-]+$/;

/**
 * Reads every secret of `HOPSPAN_SECRETS` at once: on Lambda from the SSM parameter in `aws`, elsewhere from the secret in
 * `gcp`, `projects/PROJECT/secrets/SECRET`; or unwraps the data key that stands there. Rejects with `ConfigError` where the
 * names or the ciphertext can't be right, and with an error that is worth another try where a store or a KMS does not give them.
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

type Place = string | WrappedKey | undefined;

async function readSecret(name: string, { aws, gcp }: SecretPlaces[string], env: NodeJS.ProcessEnv) {
  const isLambda = env["AWS_LAMBDA_FUNCTION_NAME"] !== undefined;
  const read = isLambda ? inAws(aws, env) : inGoogle(gcp, env);
  if (read === undefined)
    throw wrong(
      isLambda
        ? `secret ${name} has no place on AWS: expected { "aws": PARAMETER } or { "aws": { "key": KEY, "ciphertext": BASE64, "context": TEXT } }`
        : `secret ${name} has no place on Google Cloud: expected { "gcp": "projects/PROJECT/secrets/SECRET" } or { "gcp": { "key": KEY, "ciphertext": BASE64, "context": TEXT } }`,
    );
  try {
    return await read;
  } catch (thrown) {
    if (thrown instanceof ConfigError) throw wrong(`secret ${name}: ${thrown.message}`);
    const { code, message, retryable } = classify(thrown);
    throw new HopspanError(code, `secret ${name}: ${message}`, retryable);
  }
}

// A function reads from one store only, and loads nothing of the others.
function inAws(place: Place, env: NodeJS.ProcessEnv): Promise<Uint8Array> | undefined {
  if (isWrapped(place, AWS_KEY)) return import("./aws-kms.ts").then((kms) => kms.unwrappedByAws(place, env));
  if (typeof place !== "string" || place === "") return undefined;
  return import("./parameter-store.ts").then((store) => store.parameter(place, env));
}

function inGoogle(place: Place, env: NodeJS.ProcessEnv): Promise<Uint8Array> | undefined {
  if (isWrapped(place, GOOGLE_KEY)) return import("./google-kms.ts").then((kms) => kms.unwrappedByGoogle(place, env));
  if (typeof place !== "string" || !SECRET.test(place)) return undefined;
  return import("./google-secret.ts").then((store) => store.secretVersion(place, env));
}

function isWrapped(place: unknown, form: RegExp): place is WrappedKey {
  if (typeof place !== "object" || place === null) return false;
  const { key, ciphertext, context }: Partial<Record<keyof WrappedKey, unknown>> = place;
  return [key, ciphertext, context].every((text) => typeof text === "string") && form.test(String(key));
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
