// Where transforms get their secrets from in a local run.

import { ConfigError } from "../core/errors.ts";
import type { Tools } from "../core/ports.ts";

/** `pseudonym-key` is read from `HOPSPAN_SECRET_PSEUDONYM_KEY`. */
export const secretVariable = (name: string): string => `HOPSPAN_SECRET_${name.toUpperCase().replaceAll("-", "_")}`;

/** Reads secrets from the environment, which a local run fills. Throws `ConfigError` where one is missing or empty. */
export function environmentSecrets(environment: NodeJS.ProcessEnv): Tools {
  return {
    secret(name) {
      const value = environment[secretVariable(name)];
      if (value) return Buffer.from(value);
      const message = `secret ${name} is not there: set ${secretVariable(name)}`;
      throw new ConfigError([{ severity: "error", code: "SECRET", message }]);
    },
  };
}
