// Identity tokens for push requests, signed with a key of this run, and the public half for those who verify them.

import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import type { PushIdentity } from "../settings.ts";

/** Signs and shows. */
export interface Signer {
  /** A token for whoever receives at the endpoint; good for an hour, as https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions has it. */
  token(identity: PushIdentity, endpoint: string): string;
  /**
   * By paths: the public key as JWKS and as PEM, at the paths that Google has them at https://www.googleapis.com, and
   * what OpenID Connect calls a discovery document.
   */
  readonly documents: ReadonlyMap<string, () => object>;
}

/** Who issues Google's own tokens. */
const ISSUER = "https://accounts.google.com";
const LIFE_SECONDS = 3_600;
/** A token is used again until so long before its end. */
const SPARE_SECONDS = 600;

/** The key is made when it is first needed. */
export function signer(now: () => number): Signer {
  let made: ReturnType<typeof keyPair> | undefined;
  const tokens = new Map<string, { readonly token: string; readonly until: number }>();
  const pair = () => {
    made ??= keyPair();
    return made;
  };
  return {
    token({ serviceAccount, audience }, endpoint) {
      const claims = claimsOf(serviceAccount, audience ?? endpoint, Math.floor(now() / 1_000));
      const key = JSON.stringify([serviceAccount, claims.aud]);
      const before = tokens.get(key);
      if (before !== undefined && before.until > claims.iat) return before.token;
      const token = signed(claims, pair());
      tokens.set(key, { token, until: claims.exp - SPARE_SECONDS });
      return token;
    },
    documents: new Map<string, () => object>([
      ["/oauth2/v3/certs", () => ({ keys: [{ ...pair().open.export({ format: "jwk" }), ...useOf(pair().id) }] })],
      ["/oauth2/v1/certs", () => ({ [pair().id]: pair().open.export({ format: "pem", type: "spki" }) })],
      ["/.well-known/openid-configuration", () => ({ issuer: ISSUER, jwks_uri: "/oauth2/v3/certs", ...SUPPORTED })],
    ]),
  };
}

const SUPPORTED = { id_token_signing_alg_values_supported: ["RS256"], subject_types_supported: ["public"] };
const useOf = (kid: string) => ({ kid, alg: "RS256", use: "sig" });

const claimsOf = (email: string, aud: string, iat: number) => ({
  aud,
  // Whoever they are, they always have the same number.
  sub: BigInt(`0x${createHash("sha256").update(email).digest("hex").slice(0, 16)}`).toString(),
  azp: email,
  email,
  email_verified: true,
  iat,
  exp: iat + LIFE_SECONDS,
  iss: ISSUER,
});

function keyPair(): { readonly id: string; readonly secret: KeyObject; readonly open: KeyObject } {
  const { privateKey: secret, publicKey: open } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  const id = createHash("sha256")
    .update(open.export({ format: "der", type: "spki" }))
    .digest("hex")
    .slice(0, 40);
  return { id, secret, open };
}

function signed(claims: object, { id, secret }: { readonly id: string; readonly secret: KeyObject }): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const text = `${encode({ alg: "RS256", kid: id, typ: "JWT" })}.${encode(claims)}`;
  return `${text}.${sign("sha256", Buffer.from(text), secret).toString("base64url")}`;
}
