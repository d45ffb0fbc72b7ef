// Both clouds' stores of secrets for tests: they give a secret only to who may read it.

import type { AwsSts } from "./an-aws-sts.ts";
import { signatureFault } from "./check-signature.ts";
import { type Loopback, loopback, type Said } from "./loopback.ts";

const say = (body: unknown, status = 200): Said => ({ status, body: JSON.stringify(body) });

/** Parameters by name, all of them encrypted; `now` is AWS's clock. */
export const aParameterStore = (
  { keys }: AwsSts,
  parameters: Readonly<Record<string, string>>,
  now: () => number,
): Promise<Loopback> =>
  loopback((asked) => {
    const fault = signatureFault(asked, "ssm", (id) => keys.get(id), now());
    if (fault !== undefined) return say({ __type: fault }, 400);
    if (asked.headers["x-amz-target"] !== "AmazonSSM.GetParameter") return say({ __type: "InvalidAction" }, 400);
    const { Name, WithDecryption } = JSON.parse(asked.body) as {
      readonly Name: string;
      readonly WithDecryption: boolean;
    };
    const value = parameters[Name];
    if (value === undefined) return say({ __type: "ParameterNotFound", message: "" }, 400);
    return say({ Parameter: { Name, Type: "SecureString", Value: WithDecryption ? value : "encrypted" } });
  });

/** Secrets by full name; who asks has to bring a token that the metadata server has given out. */
export const aSecretStore = (secrets: Readonly<Record<string, Uint8Array>>): Promise<Loopback> =>
  loopback(({ path, headers }) => {
    const refuse = (status: number, code: string) =>
      say({ error: { code: status, message: "no", status: code } }, status);
    if (!/^Bearer access-\d+$/.test(headers["authorization"] ?? "")) return refuse(401, "UNAUTHENTICATED");
    const name = /^\/v1\/(.+)\/versions\/latest:access$/.exec(path)?.[1] ?? "";
    const secret = secrets[name];
    if (secret === undefined) return refuse(404, "NOT_FOUND");
    return say({ name: `${name}/versions/7`, payload: { data: Buffer.from(secret).toString("base64") } });
  });
