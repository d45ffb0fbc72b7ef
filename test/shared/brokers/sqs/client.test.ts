import { SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { sqsClient } from "../../../../shared/brokers/sqs/client.ts";
import { type Answer, anSqsServer, batchAnswer, type Request } from "../../../support/an-sqs-server.ts";

const open: { close(): Promise<void> }[] = [];
beforeEach(() => {
  for (const name of ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SQS", "AWS_USE_FIPS_ENDPOINT"]) vi.stubEnv(name, undefined);
  for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) vi.stubEnv(name, "x");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const each of open.splice(0)) await each.close();
});
async function server(answer: (request: Request) => Answer = batchAnswer) {
  const made = await anSqsServer(answer);
  open.push(made);
  return made;
}
const command = () =>
  new SendMessageBatchCommand({
    QueueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/inbox",
    Entries: [{ Id: "0", MessageBody: "m" }],
  });
/** A client of these variables; gone when the test is. */
function client() {
  const made = sqsClient({ region: "eu-west-1" });
  open.push({ close: async () => made.destroy() });
  return made;
}
/** Where a request would go; it never leaves. */
async function hostOf(): Promise<string> {
  const made = client();
  let host = "";
  made.middlewareStack.add(
    () => async (args) => {
      host = (args.request as { readonly hostname: string }).hostname;
      throw new Error("stopped before the network");
    },
    { step: "finalizeRequest", priority: "low" },
  );
  await expect(made.send(command())).rejects.toThrow("stopped before the network");
  return host;
}

describe("sqsClient", () => {
  it.each(["AWS_ENDPOINT_URL_SQS", "AWS_ENDPOINT_URL"])(
    "goes where %s leads, whatever host the URL has",
    async (name) => {
      const { endpoint, requests } = await server();
      vi.stubEnv(name, endpoint);
      await client().send(command());
      expect(requests.map(({ bodies }) => bodies)).toEqual([["m"]]);
    },
  );

  it("goes to the region's own host otherwise, and to its FIPS host where that is asked for", async () => {
    const plain = await hostOf();
    vi.stubEnv("AWS_USE_FIPS_ENDPOINT", "true");
    expect([plain, await hostOf()]).toEqual(["sqs.eu-west-1.amazonaws.com", "sqs-fips.eu-west-1.amazonaws.com"]);
  });

  it("leaves trying again to the engine above it", async () => {
    const { endpoint, requests } = await server(() => ({ body: {}, status: 500, error: "InternalFailure" }));
    vi.stubEnv("AWS_ENDPOINT_URL_SQS", endpoint);
    await expect(client().send(command())).rejects.toMatchObject({ name: "InternalFailure" });
    expect(requests.length).toBe(1);
  });

  it("takes a message that the queue has confirmed as sent, though its MD5 sum is another", async () => {
    const { endpoint } = await server();
    vi.stubEnv("AWS_ENDPOINT_URL_SQS", endpoint);
    const { Successful } = await client().send(command());
    expect(Successful).toEqual([{ Id: "0", MessageId: "m-0", MD5OfMessageBody: "0" }]);
  });
});
