import { afterEach, describe, expect, it } from "vitest";
import type { SqsEndpoint } from "../../../../shared/brokers/sqs/endpoint.ts";
import { sqsSink } from "../../../../shared/brokers/sqs/sink.ts";
import { type Message, text } from "../../../../shared/core/message.ts";
import { type Answer, anSqsServer, batchAnswer, type Request } from "../../../support/an-sqs-server.ts";

const standard: SqsEndpoint = {
  broker: "sqs",
  name: "inbox",
  queue: "inbox",
  fifo: false,
  region: "eu-west-1",
  account: "111122223333",
};
const fifo: SqsEndpoint = { ...standard, queue: "inbox.fifo", fifo: true };
const message = (body: string, changes: Partial<Message> = {}): Message => ({
  id: `orders:${body.slice(0, 9)}`,
  body: Buffer.from(body),
  attributes: new Map(),
  trail: [],
  sentAt: 0,
  ...changes,
});
const numbered = (count: number) => Array.from({ length: count }, (_, at) => message(`m${at}`));
const budget = (ms = 5_000) => {
  const end = Date.now() + ms;
  return { remainingMs: () => end - Date.now() };
};

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});
async function queue(answer: (request: Request) => Answer = batchAnswer, endpoint = standard, lingerMs = 0) {
  const server = await anSqsServer(answer);
  open.push(server);
  return { ...server, sink: sqsSink(endpoint, { client: server.client, lingerMs }) };
}

describe("sqsSink", () => {
  it("sends in batches of ten", async () => {
    const { sink, requests } = await queue();
    expect(await sink.send(numbered(23), budget())).toEqual(numbered(23).map(() => ({ kind: "sent" })));
    expect(requests.map(({ bodies }) => bodies.length).sort()).toEqual([10, 10, 3]);
  });

  it("packs by bytes, so that no request outgrows 1 MiB", async () => {
    const { sink, requests } = await queue();
    const large = [1, 2, 3, 4].map((at) => message(`${at}`.repeat(400_000)));
    expect(await sink.send(large, budget())).toEqual(large.map(() => ({ kind: "sent" })));
    expect(
      requests.flatMap(({ operation, bodies }) => (operation === "SendMessageBatch" ? [bodies.length] : [])).sort(),
    ).toEqual([2, 2]);
  });

  it("merges concurrent pushes into batches of up to ten", async () => {
    const { sink, requests } = await queue(batchAnswer, standard, 20);
    await Promise.all(numbered(10).map((each) => sink.send([each], budget())));
    expect(requests.map(({ bodies }) => bodies.length)).toEqual([10]);
  });

  it("gives each message its own fate: one bad entry harms no neighbour", async () => {
    const { sink } = await queue((request) =>
      batchAnswer(request, (body) => (body === "m1" ? "InvalidMessageContents" : undefined)),
    );
    expect(await sink.send(numbered(3), budget())).toMatchObject([
      { kind: "sent" },
      { kind: "refused", error: { code: "InvalidMessageContents", retryable: false } },
      { kind: "sent" },
    ]);
  });

  it("sends an entry again that the queue could not take for the moment", async () => {
    let tries = 0;
    const { sink } = await queue((request) =>
      batchAnswer(request, (body) => (body === "m1" && tries++ === 0 ? "InternalError" : undefined)),
    );
    expect(await sink.send(numbered(2), budget())).toEqual([{ kind: "sent" }, { kind: "sent" }]);
  });

  it.each(["AccessDenied", "QueueDoesNotExist", "RequestThrottled", "ExpiredToken", "KmsDisabled", "OverLimit"])(
    "does not blame the message for %s",
    async (code) => {
      const { sink } = await queue(() => ({ body: {}, error: code }));
      const [result] = await sink.send([message("m")], budget(400));
      expect(result).toMatchObject({ kind: "refused", error: { code, retryable: true } });
    },
  );

  it("finds the entry for whose sake a whole request is refused", async () => {
    const { sink } = await queue((request) =>
      request.bodies.includes("m4") ? { body: {}, error: "InvalidParameterValue" } : batchAnswer(request),
    );
    const results = await sink.send(numbered(7), budget());
    expect(results.map(({ kind }) => kind)).toEqual(["sent", "sent", "sent", "sent", "refused", "sent", "sent"]);
  });

  it("takes an entry that the answer does not mention as not sent", async () => {
    const { sink } = await queue(() => ({ body: { Successful: [], Failed: [] } }));
    expect(await sink.send([message("m")], budget(400))).toMatchObject([
      { kind: "refused", error: { code: "NO_ANSWER", retryable: true } },
    ]);
  });

  it("ends in time where the queue does not answer, and where the connection is lost", async () => {
    const silent = await queue(() => "hang");
    expect(await silent.sink.send([message("m")], budget(400))).toMatchObject([
      { kind: "refused", error: { code: "TIMEOUT", retryable: true } },
    ]);
    const torn = await queue(() => "cut");
    expect(await torn.sink.send([message("m")], budget(400))).toMatchObject([
      { kind: "refused", error: { code: "CONNECTION", retryable: true } },
    ]);
  });

  it.each([standard, fifo])("sends again, twice, what a lost connection has left open: $queue", async (endpoint) => {
    const tries = new Map<string, number>();
    const { sink } = await queue((request) => {
      for (const body of request.bodies) tries.set(body, (tries.get(body) ?? 0) + 1);
      return request.bodies.some((body) => (tries.get(body) ?? 0) < 3) ? "cut" : batchAnswer(request);
    }, endpoint);
    const sent = ["a", "b"].map((body) => message(body, { orderingKey: body }));
    expect(await sink.send(sent, budget())).toEqual([{ kind: "sent" }, { kind: "sent" }]);
    expect(Object.fromEntries(tries)).toEqual({ a: 3, b: 3 });
  });

  it("tells where nobody listens", async () => {
    const { client, close } = await anSqsServer(batchAnswer);
    await close();
    const [result] = await sqsSink(standard, { client }).send([message("m")], budget(1_000));
    expect(result).toMatchObject({
      error: { code: "CONNECTION", message: "sending to inbox ended with CONNECTION: ECONNREFUSED", retryable: true },
    });
  });

  it.each([
    ["is named among the taken and the refused", [0, 1], [{ Id: "0", Code: "InvalidMessageContents" }]],
    [
      "is refused for two reasons",
      [1],
      [
        { Id: "0", Code: "InternalError" },
        { Id: "0", Code: "InvalidMessageContents" },
      ],
    ],
    ["is not named, others are that nobody sent", [1, 2, 77], [{ Id: "8" }]],
  ])("sends again what %s", async (_, taken, Failed) => {
    let asked = 0;
    const { sink, requests } = await queue((request) =>
      asked++ > 0 ? batchAnswer(request) : { body: { Successful: taken.map((at) => ({ Id: `${at}` })), Failed } },
    );
    expect(await sink.send(numbered(2), budget())).toEqual([{ kind: "sent" }, { kind: "sent" }]);
    expect(requests.map(({ bodies }) => bodies)).toEqual([["m0", "m1"], ["m0"]]);
  });

  it.each([
    ["null", null],
    ["lists that are none", { Successful: "0", Failed: 7 }],
    ["entries that are none", { Successful: [null, 7, "0", {}], Failed: [null] }],
    ["codes that are none", { Successful: [], Failed: [{ Id: "0", Code: {} }] }],
    ["a refusal without a code", { Failed: [{ Id: "0" }] }],
    ["a list", []],
  ])("takes nothing for sent where the answer is %s", async (_, body) => {
    const { sink } = await queue(() => ({ body }));
    expect(await sink.send([message("m")], budget())).toMatchObject([
      {
        kind: "refused",
        error: { retryable: true, message: expect.stringMatching(/^sending to inbox ended with \w+$/) },
      },
    ]);
  });

  it("tells no code of a refusal that is a text of the server's own", async () => {
    const { sink } = await queue((request) => batchAnswer(request, () => `no: ${"secret ".repeat(1_000)}`));
    const [result] = await sink.send([message("m")], budget());
    expect(result).toMatchObject({ error: { code: "UNKNOWN", message: "sending to inbox ended with UNKNOWN" } });
  });

  it("keeps a FIFO group in order through refusals, and lets other groups go on", async () => {
    const arrived: string[] = [];
    let refusals = 0;
    const { sink, requests } = await queue((request) => {
      const answer = batchAnswer(request, (body) => (body === "a0" && refusals++ < 1 ? "InternalError" : undefined));
      arrived.push(...request.bodies.filter((body) => !(body === "a0" && refusals === 1)));
      return answer;
    }, fifo);
    const sent = ["a0", "a1", "b0", "a2", "b1"].map((body) => message(body, { orderingKey: body.slice(0, 1) }));
    expect((await sink.send(sent, budget())).map(({ kind }) => kind)).toEqual(sent.map(() => "sent"));
    expect(arrived.filter((body) => body.startsWith("a"))).toEqual(["a0", "a1", "a2"]);
    for (const { bodies } of requests) expect(new Set(bodies.map((body) => body[0])).size).toBe(bodies.length);
  });

  it("holds back the rest of a group whose first message is refused for as long as there is time", async () => {
    const { sink } = await queue(
      (request) => batchAnswer(request, (body) => (body.startsWith("a") ? "InternalError" : undefined)),
      fifo,
    );
    const sent = ["a0", "a1", "b0"].map((body) => message(body, { orderingKey: body.slice(0, 1) }));
    expect((await sink.send(sent, budget(600))).map(({ kind }) => kind)).toEqual(["refused", "held", "sent"]);
  });

  it("refuses a message of more than 1 MiB before it is sent, and by name", async () => {
    const { sink, requests } = await queue();
    const large = message("x".repeat(1_048_577));
    expect(await sink.send([large, message("m")], budget())).toMatchObject([
      { kind: "refused", error: { code: "MESSAGE_TOO_LARGE", retryable: false } },
      { kind: "sent" },
    ]);
    expect(requests.map(({ bodies }) => bodies)).toEqual([["m"]]);
  });

  it("asks an older queue once how much it takes, and refuses more than that by name", async () => {
    const { sink, requests } = await queue((request) =>
      request.operation === "GetQueueAttributes"
        ? { body: { Attributes: { MaximumMessageSize: "262144" } } }
        : batchAnswer(request),
    );
    const large = message("x".repeat(300_000));
    expect((await sink.send([large, message("m")], budget())).map(({ kind }) => kind)).toEqual(["refused", "sent"]);
    expect((await sink.send([large], budget())).map(({ kind }) => kind)).toEqual(["refused"]);
    expect(requests.filter(({ operation }) => operation === "GetQueueAttributes").length).toBe(1);
  });

  it.each(["-1", "0", "1", "1e9", "Infinity", "4096.5", "many", "", "99999999999"])(
    "refuses nothing for good by a limit that no queue has: %j",
    async (MaximumMessageSize) => {
      const { sink } = await queue((request) =>
        request.operation === "GetQueueAttributes"
          ? { body: { Attributes: { MaximumMessageSize } } }
          : batchAnswer(request),
      );
      expect(await sink.send([message("x".repeat(300_000))], budget())).toEqual([{ kind: "sent" }]);
    },
  );

  it("sends what an older queue might refuse where it can't be asked", async () => {
    const { sink } = await queue((request) =>
      request.operation === "GetQueueAttributes" ? { body: {}, error: "AccessDenied" } : batchAnswer(request),
    );
    expect(await sink.send([message("x".repeat(300_000))], budget())).toEqual([{ kind: "sent" }]);
  });

  it("never repeats in an error what the message holds", async () => {
    const { sink } = await queue((request) => batchAnswer(request, () => "InvalidParameterValue"));
    const [result] = await sink.send(
      [message("secret-body", { attributes: new Map([["a", text("secret-value")]]) })],
      budget(),
    );
    expect(JSON.stringify(result) + String(result?.kind === "refused" && result.error.message)).not.toContain(
      "secret-",
    );
  });
});
