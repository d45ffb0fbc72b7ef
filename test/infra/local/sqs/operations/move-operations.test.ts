import {
  CancelMessageMoveTaskCommand,
  ListMessageMoveTasksCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { describe, expect, it } from "vitest";
import { aClient, aQueueUrl, aServer, errorOf } from "../a-server.ts";

const arn = (name: string) => `arn:aws:sqs:eu-west-1:111122223333:${name}`;

const NOW = 1_767_225_600_000;

async function aDeadLetterQueue() {
  // Time stands still: nothing is moved before it is cancelled.
  const { client, server } = await aServer({ now: () => NOW });
  const QueueUrl = await aQueueUrl(client, "dead");
  await aQueueUrl(client, "source", {
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn("dead"), maxReceiveCount: 1 }),
  });
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "x" }));
  return { client, server };
}

describe("message move tasks", () => {
  it("are started, listed with their handle while they run, and cancelled by it", async () => {
    const { client } = await aDeadLetterQueue();
    const SourceArn = arn("dead");
    const order = { SourceArn, DestinationArn: arn("source"), MaxNumberOfMessagesPerSecond: 1 };
    const { TaskHandle } = await client.send(new StartMessageMoveTaskCommand(order));
    const [running] = (await client.send(new ListMessageMoveTasksCommand({ SourceArn }))).Results ?? [];
    expect(running).toEqual({
      ...order,
      TaskHandle,
      Status: "RUNNING",
      ApproximateNumberOfMessagesMoved: 0,
      ApproximateNumberOfMessagesToMove: 1,
      StartedTimestamp: NOW,
    });
    const cancelled = await client.send(new CancelMessageMoveTaskCommand({ TaskHandle }));
    expect(cancelled.ApproximateNumberOfMessagesMoved).toBe(0);
    const [over] = (await client.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 10 }))).Results ?? [];
    expect([over?.Status, over?.TaskHandle]).toEqual(["CANCELLED", undefined]);
  });

  it("are found by the account and region of the ARN, whoever asks", async () => {
    const { server } = await aDeadLetterQueue();
    const stranger = aClient(server, "us-east-1", "444455556666");
    const { TaskHandle } = await stranger.send(new StartMessageMoveTaskCommand({ SourceArn: arn("dead") }));
    expect(await stranger.send(new CancelMessageMoveTaskCommand({ TaskHandle }))).toMatchObject({
      ApproximateNumberOfMessagesMoved: 0,
    });
  });

  it("refuse rates and handles that are none", async () => {
    const { client } = await aDeadLetterQueue();
    const start = (MaxNumberOfMessagesPerSecond: number) =>
      errorOf(client.send(new StartMessageMoveTaskCommand({ SourceArn: arn("dead"), MaxNumberOfMessagesPerSecond })));
    const cancel = (TaskHandle: string) => errorOf(client.send(new CancelMessageMoveTaskCommand({ TaskHandle })));
    expect(
      [await start(0), await start(501), await cancel("none"), await cancel("e30=")].map(([name]) => name),
    ).toEqual(Array(4).fill("InvalidParameterValue"));
  });
});
