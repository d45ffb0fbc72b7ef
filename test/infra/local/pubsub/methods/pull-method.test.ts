import { setTimeout as pause } from "node:timers/promises";
import { status } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { aRawSubscriber, aServer, aSubscription, refusalOf } from "../a-server.ts";

const SUBSCRIPTION = "projects/earth/subscriptions/billing";

async function aPuller(options: Parameters<typeof aSubscription>[1] = {}) {
  const { server, client } = await aServer();
  const { topic, subscription } = await aSubscription(client, options);
  const raw = aRawSubscriber(server);
  const pull = async (maxMessages: number, returnImmediately = true) => {
    const [{ receivedMessages }] = await raw.pull({ subscription: SUBSCRIPTION, maxMessages, returnImmediately });
    return receivedMessages ?? [];
  };
  const publish = (text: string, orderingKey = "") => topic.publishMessage({ data: Buffer.from(text), orderingKey });
  return { server, topic, subscription, raw, pull, publish };
}
const texts = (pulled: Awaited<ReturnType<Awaited<ReturnType<typeof aPuller>>["pull"]>>) =>
  pulled.map(({ message }) => String(message?.data));

describe("a pull", () => {
  it("gives at most as many messages as it asks for", async () => {
    const { pull, publish } = await aPuller();
    for (const text of ["a", "b", "c"]) await publish(text);
    expect([texts(await pull(2)), texts(await pull(2)), texts(await pull(2))]).toEqual([["a", "b"], ["c"], []]);
  });

  it("waits for a message where there is none", async () => {
    const { pull, publish } = await aPuller();
    const pulled = pull(10, false);
    await pause(50);
    await publish("late");
    expect(texts(await pulled)).toEqual(["late"]);
  });

  it("takes nothing once its client has gone", async () => {
    const { server, raw, pull, publish } = await aPuller();
    const gone = raw.pull({ subscription: SUBSCRIPTION, maxMessages: 10 }, { timeout: 100, retry: null });
    expect([status.DEADLINE_EXCEEDED, undefined]).toContain((await refusalOf(gone)).code);
    await publish("later");
    expect(server.engine.counts(SUBSCRIPTION)).toMatchObject({ waiting: 1, outstanding: 0 });
    expect(texts(await pull(10))).toEqual(["later"]);
  });

  it("ends where the subscription is deleted under it", async () => {
    const { pull, subscription } = await aPuller();
    const refused = refusalOf(pull(10, false));
    await pause(50);
    await subscription.delete();
    expect((await refused).code).toBe(status.NOT_FOUND);
  });

  it("gets a key as one batch, and nothing more of it before that is done", async () => {
    const { raw, pull, publish } = await aPuller({ enableMessageOrdering: true });
    for (const text of ["1", "2", "3"]) await publish(text, "key");
    const first = await pull(2);
    expect([texts(first), texts(await pull(2))]).toEqual([["1", "2"], []]);
    await raw.acknowledge({ subscription: SUBSCRIPTION, ackIds: first.map(({ ackId }) => ackId ?? "") });
    expect(texts(await pull(2))).toEqual(["3"]);
  });

  it("numbers attempts where there is a dead-letter policy, and a refusal brings a message back", async () => {
    const deadLetterPolicy = { deadLetterTopic: "projects/earth/topics/orders", maxDeliveryAttempts: 5 };
    const { raw, pull, publish } = await aPuller({ deadLetterPolicy });
    await publish("x");
    const [first] = await pull(1);
    await raw.modifyAckDeadline({ subscription: SUBSCRIPTION, ackIds: [first?.ackId ?? ""], ackDeadlineSeconds: 0 });
    const [second] = await pull(1);
    expect([first?.deliveryAttempt, second?.deliveryAttempt]).toEqual([1, 2]);
  });

  it("is refused where it makes no sense", async () => {
    const { raw, pull, subscription } = await aPuller();
    const code = async (call: Promise<unknown>) => status[Number((await refusalOf(call)).code)];
    expect(await code(pull(0))).toBe("INVALID_ARGUMENT");
    const to = { subscription: SUBSCRIPTION };
    expect(await code(raw.acknowledge({ ...to, ackIds: [] }))).toBe("INVALID_ARGUMENT");
    expect(await code(raw.acknowledge({ ...to, ackIds: ["nonsense"] }))).toBe("INVALID_ARGUMENT");
    const tooLong = raw.modifyAckDeadline({ ...to, ackIds: ["1:0:1"], ackDeadlineSeconds: 601 });
    expect(await code(tooLong)).toBe("INVALID_ARGUMENT");
    expect(await code(raw.pull({ subscription: `${SUBSCRIPTION}-none`, maxMessages: 1 }))).toBe("NOT_FOUND");
    await subscription.modifyPushConfig({ pushEndpoint: "http://127.0.0.1:1/" });
    expect(await code(pull(1))).toBe("FAILED_PRECONDITION");
  });
});
