// Secrets on AWS: parameters of Systems Manager, and through them those of Secrets Manager.

import { awsAnswer, awsCode } from "../identity/aws-request.ts";
import { readAnswer } from "./read-answer.ts";
import { unreadable } from "./unreadable.ts";

/**
 * The text of a parameter, decrypted, as bytes. `/aws/reference/secretsmanager/NAME` reads the secret NAME:
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/integration-ps-secretsmanager.html. Rejects with
 * `SECRET_STORE`, or `NO_IDENTITY` where the function has no keys to ask with.
 */
export async function parameter(name: string, env: NodeJS.ProcessEnv): Promise<Uint8Array> {
  const answer = await awsAnswer(
    {
      service: "ssm",
      headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "AmazonSSM.GetParameter" },
      body: JSON.stringify({ Name: name, WithDecryption: true }),
    },
    env,
  );
  const place = `parameter ${name}`;
  if (answer.status !== 200) throw unreadable(place, awsCode(answer));
  const { Parameter } = readAnswer<{ readonly Parameter: { readonly Value?: string } }>(place, answer.body);
  if (Parameter?.Value) return Buffer.from(Parameter.Value);
  throw unreadable(place, "it is empty");
}
