import { describe, expect, it } from "vitest";
import { PubsubFault } from "../../../../infra/local/pubsub/fault.ts";
import { checkDrafts } from "../../../../infra/local/pubsub/publish-rules.ts";
import { PUBSUB_LIMITS } from "../../../../shared/brokers/pubsub/endpoint.ts";
import { aDraft } from "./an-engine.ts";

const { requestMessages, requestBytes, messageBytes, attributes, orderingKeyBytes } = PUBSUB_LIMITS;
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, "v"]));
const megabytes = (count: number) => aDraft("x".repeat(count * 1_000_000));

/** What is on the limit, what is over it, and the number that the refusal names. */
const limits: readonly [string, readonly ReturnType<typeof aDraft>[], readonly ReturnType<typeof aDraft>[], string][] =
  [
    ["messages", Array(requestMessages).fill(aDraft()), Array(requestMessages + 1).fill(aDraft()), "1000"],
    [
      "bytes in a request",
      [megabytes(6), megabytes(4)],
      [megabytes(6), megabytes(4), aDraft("x")],
      String(requestBytes),
    ],
    ["bytes in a message", [aDraft("x".repeat(messageBytes))], [aDraft("x".repeat(messageBytes), "k")], "10000000"],
    ["attributes", [aDraft("x", "", many(attributes))], [aDraft("x", "", many(attributes + 1))], "100"],
    [
      "bytes in a key",
      [aDraft("", "", { ["é".repeat(128)]: "v" })],
      [aDraft("", "", { [`${"é".repeat(128)}x`]: "v" })],
      "256",
    ],
    [
      "bytes in a value",
      [aDraft("", "", { k: "é".repeat(512) })],
      [aDraft("", "", { k: `${"é".repeat(512)}x` })],
      "1024",
    ],
    [
      "bytes in an ordering key",
      [aDraft("x", "k".repeat(orderingKeyBytes))],
      [aDraft("x", `${"k".repeat(orderingKeyBytes)}k`)],
      "1024",
    ],
  ];

function refusal(drafts: readonly ReturnType<typeof aDraft>[]): PubsubFault | undefined {
  try {
    checkDrafts(drafts);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof PubsubFault) return thrown;
    throw thrown;
  }
}

describe("a publish request", () => {
  it.each(limits)("holds as many %s as the service allows, and no more", (_, well, over, limit) => {
    expect(refusal(well)).toBeUndefined();
    expect(refusal(over)?.status).toBe("INVALID_ARGUMENT");
    expect(refusal(over)?.message).toContain(limit);
  });

  it("needs a message, and in each data or an attribute", () => {
    expect(refusal([])?.status).toBe("INVALID_ARGUMENT");
    expect(refusal([aDraft(""), aDraft("x")])?.status).toBe("INVALID_ARGUMENT");
    expect(refusal([aDraft("", "", { k: "" })])).toBeUndefined();
    expect(refusal([aDraft("x", "", { "": "v" })])?.status).toBe("INVALID_ARGUMENT");
  });

  it("leaves Google's own attributes to Google, and to its client", () => {
    expect(refusal([aDraft("x", "", { google: "v" })])?.status).toBe("INVALID_ARGUMENT");
    expect(refusal([aDraft("x", "", { googclient_traceparent: "v" })])).toBeUndefined();
  });

  it("is of one ordering key, or of none", () => {
    expect(refusal([aDraft("x", "a"), aDraft("x", "a")])).toBeUndefined();
    expect(refusal([aDraft("x", "a"), aDraft("x", "b")])?.status).toBe("FAILED_PRECONDITION");
    expect(refusal([aDraft("x", "a"), aDraft("x")])?.status).toBe("FAILED_PRECONDITION");
  });
});
