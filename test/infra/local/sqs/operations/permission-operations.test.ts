import { AddPermissionCommand, GetQueueAttributesCommand, RemovePermissionCommand } from "@aws-sdk/client-sqs";
import { describe, expect, it } from "vitest";
import { aQueueUrl, aServer, errorOf } from "../a-server.ts";

describe("permissions", () => {
  it("stand in the queue's policy until they are removed", async () => {
    const { client } = await aServer();
    const QueueUrl = await aQueueUrl(client);
    const policy = async () =>
      (await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["Policy"] }))).Attributes?.[
        "Policy"
      ];
    const parts = { AWSAccountIds: ["444455556666"], Actions: ["SendMessage"] };
    await client.send(new AddPermissionCommand({ QueueUrl, Label: "one", ...parts }));
    expect(JSON.parse((await policy()) ?? "").Statement).toMatchObject([{ Sid: "one", Action: "SQS:SendMessage" }]);
    const again = client.send(new AddPermissionCommand({ QueueUrl, Label: "one", ...parts }));
    expect((await errorOf(again))[0]).toBe("InvalidParameterValue");
    await client.send(new RemovePermissionCommand({ QueueUrl, Label: "one" }));
    expect(await policy()).toBeUndefined();
  });

  it("need accounts and actions", async () => {
    const { client } = await aServer();
    const QueueUrl = await aQueueUrl(client);
    for (const parts of [
      { AWSAccountIds: [], Actions: ["*"] },
      { AWSAccountIds: ["444455556666"], Actions: [] },
    ]) {
      const added = client.send(new AddPermissionCommand({ QueueUrl, Label: "one", ...parts }));
      expect((await errorOf(added))[0]).toBe("MissingParameter");
    }
  });
});
