import { status } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { bothServers } from "../door/both-servers.ts";
import { ask } from "../door/say.ts";
import { refusalOf } from "../pubsub/a-server.ts";

const HOST = ["Host: localhost"];

describe("what fuzzing has found", () => {
  it.each([
    ["a boolean that is no text of its own", ":pull", '{"returnImmediately":{"toString":1}}'],
    ["a boolean that every object has", ":pull", '{"returnImmediately":"constructor"}'],
    ["a time that is no text of its own", ":seek", '{"time":{"toString":1}}'],
    ["a request that says what it inherits", ":pull", '{"__proto__":{"maxMessages":1}}'],
    ["a mask of nothing", "?updateMask=%ff", "{}"],
  ])("%s is refused over REST, and is no defect", async (_, ending, body) => {
    const { pubsub, work } = await bothServers();
    const line = `POST /v1/projects/earth/subscriptions/billing${ending}`;
    const { status: code } = await ask(pubsub.server.port, line, HOST, body);
    expect([400, 404]).toContain(code);
    await work();
  });

  it("a schema at whose first half of a character its parser stops is refused over gRPC, and ends nothing", async () => {
    const { pubsub, work } = await bothServers();
    const schema = { name: "projects/earth/schemas/order", type: "AVRO", definition: "😀" } as const;
    const refused = await refusalOf(pubsub.client.validateSchema(schema));
    expect(refused.code).toBe(status.INVALID_ARGUMENT);
    await work();
  });

  it("a policy whose statements are none can get a permission", async () => {
    const { sqs, QueueUrl, work } = await bothServers();
    const post = (operation: string, fields: object) =>
      ask(sqs.server.port, "POST /", [...HOST, `X-Amz-Target: AmazonSQS.${operation}`], JSON.stringify(fields));
    const Attributes = { Policy: '{"Statement":[null,7]}' };
    expect((await post("SetQueueAttributes", { QueueUrl, Attributes })).status).toBe(200);
    const permission = { QueueUrl, Label: "l", AWSAccountIds: ["111122223333"], Actions: ["SendMessage"] };
    expect((await post("AddPermission", permission)).status).toBe(200);
    await work();
  });
});
