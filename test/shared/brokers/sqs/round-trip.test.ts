import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SqsServer, sqsServer } from "../../../../infra/local/sqs/server.ts";
import type { Message } from "../../../../shared/core/message.ts";
import { plenty, receive } from "../../../suites/collect.ts";
import { anyMessage } from "../../../support/arbitrary-message.ts";
import { sqsHarness } from "../../../support/harness/sqs.ts";

let server: SqsServer;
beforeAll(async () => {
  server = await sqsServer({});
});
afterAll(() => server.close());

const byId = (messages: readonly Message[]) => new Map(messages.map((message) => [message.id, message]));

describe("a message through the official client and a real server", () => {
  it.each([false, true])("comes back exactly, whatever it holds (FIFO: %s)", async (ordered) => {
    const party = { name: "sqs on the local server", url: () => server.endpoint, account: "000000000000" };
    const broker = await sqsHarness(party).open({ ordered });
    // Ids of their own: a FIFO queue takes a second message of one origin id for the first.
    const sent = fc.sample(anyMessage(), 300).map((message, at) => ({ ...message, id: `${at} ${message.id}` }));
    expect(await broker.sink.send(sent, plenty)).toEqual(sent.map(() => ({ kind: "sent" })));
    expect(byId(await receive(broker, sent.length))).toEqual(byId(sent));
    await broker.close();
  });
});
