import { describe, expect, it, onTestFinished } from "vitest";
import { queueCalls } from "../../../../infra/local/lambda/queue-calls.ts";
import { type Answer, anSqsServer, type Request } from "../../../support/an-sqs-server.ts";

const queueUrl = "https://sqs.eu-west-1.amazonaws.com/111122223333/orders";

async function someCalls(answer: (request: Request) => Answer) {
  const stub = await anSqsServer(answer);
  onTestFinished(stub.close);
  return { calls: queueCalls(stub.client, queueUrl), requests: stub.requests };
}

const deleted = ({ entries }: Request): Answer => ({
  body: { Successful: entries.map(({ Id }) => ({ Id })), Failed: [] },
});

describe("the calls of an event source on its queue", () => {
  it("delete again where a connection is lost, until it is confirmed", async () => {
    let losses = 3;
    const { calls, requests } = await someCalls((request) => (losses-- > 0 ? "cut" : deleted(request)));
    expect(await calls.remove(["a", "b"])).toBe(2);
    expect(requests.length).toBe(4);
  });

  it("give up sooner when they are to come to an end, so that a dead queue does not hold that up", async () => {
    const { calls, requests } = await someCalls(() => "cut");
    calls.hangUp();
    expect(await calls.remove(["a"])).toBe(0);
    expect(requests.length).toBe(2);
  });

  it("end a receive that waits as soon as they are to come to an end", async () => {
    const { calls } = await someCalls(() => "hang");
    const waiting = calls.receive(10, 20);
    calls.hangUp();
    await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
  });
});
