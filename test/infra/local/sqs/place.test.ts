import { describe, expect, it } from "vitest";
import { callerPlace, queueAddress, requestPlace } from "../../../../infra/local/sqs/place.ts";

const home = { account: "111122223333", region: "eu-west-1" };
const signed = (scope: string) => `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=00ff`;

describe("a queue's address", () => {
  it.each([
    ["http://127.0.0.1:4566/111122223333/q.fifo", { account: "111122223333", name: "q.fifo" }],
    ["http://[::1]:1/queue/x/111122223333/q", { account: "111122223333", name: "q" }],
    ["/111122223333/q", { account: "111122223333", name: "q" }],
    ["https://sqs.us-east-1.amazonaws.com/111122223333/q", { account: "111122223333", name: "q", region: "us-east-1" }],
    ["https://sqs.amazonaws.com/111122223333/q", { account: "111122223333", name: "q" }],
    ["http://127.0.0.1:4566/q", undefined],
    ["", undefined],
  ])("of %s is read from its end", (url, address) => {
    expect(queueAddress(url)).toEqual(address);
  });
});

describe("the place of a request", () => {
  it("is its signer's, where a key id of twelve digits is an account", () => {
    expect([
      callerPlace(signed("444455556666/20260226/us-east-1/sqs/aws4_request"), home),
      callerPlace(signed("local/20260226/us-east-1/sqs/aws4_request"), home),
      callerPlace(signed("local/20260226/sqs/aws4_request"), home),
      callerPlace("Bearer x", home),
      callerPlace(undefined, home),
    ]).toEqual([
      { account: "444455556666", region: "us-east-1" },
      { account: "111122223333", region: "us-east-1" },
      home,
      home,
      home,
    ]);
  });

  it("is that of the queue where the request names one", () => {
    expect([
      requestPlace({ QueueUrl: "http://localhost/444455556666/q" }, home),
      requestPlace({ QueueUrl: "https://sqs.us-east-1.amazonaws.com/444455556666/q" }, home),
      requestPlace({ QueueName: "q", QueueOwnerAWSAccountId: "444455556666" }, home),
      requestPlace({ QueueName: "q" }, home),
      requestPlace({ QueueUrl: "no address" }, home),
    ]).toEqual([
      { account: "444455556666", region: "eu-west-1" },
      { account: "444455556666", region: "us-east-1" },
      { account: "444455556666", region: "eu-west-1" },
      home,
      home,
    ]);
  });
});
