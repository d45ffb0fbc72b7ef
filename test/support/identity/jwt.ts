// Signed tokens as Google and AWS issue them: RS256, with a key that only the issuer has.

import { generateKeyPairSync, sign, verify } from "node:crypto";

export type Claims = Readonly<Record<string, unknown>>;

export interface Issuer {
  issue(claims: Claims): string;
  /** The claims of a token that this issuer has signed. */
  read(token: string): Claims | undefined;
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const decode = (part: string): Claims => JSON.parse(Buffer.from(part, "base64url").toString());

/** An issuer with a key of its own: a token of another one is no token to it. */
export function anIssuer(): Issuer {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  return {
    issue(claims) {
      const signed = `${encode({ alg: "RS256", typ: "JWT" })}.${encode(claims)}`;
      return `${signed}.${sign("sha256", Buffer.from(signed), privateKey).toString("base64url")}`;
    },
    read(token) {
      const [head = "", body = "", signature = ""] = token.split(".");
      const isSigned = verify("sha256", Buffer.from(`${head}.${body}`), publicKey, Buffer.from(signature, "base64url"));
      return isSigned && decode(head)["alg"] === "RS256" ? decode(body) : undefined;
    },
  };
}
