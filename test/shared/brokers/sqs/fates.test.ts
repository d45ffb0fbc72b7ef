import { describe, expect, it } from "vitest";
import { fateOf, requestError } from "../../../../shared/brokers/sqs/fates.ts";

const thrown = (name: string, code?: string) =>
  Object.assign(new Error("a text that quotes the message"), { name, ...(code === undefined ? {} : { code }) });

describe("the fate of a refused message", () => {
  it.each([
    "InvalidMessageContents",
    "InvalidParameterValue",
    "InvalidAttributeName",
    "InvalidAttributeValue",
    "BatchRequestTooLong",
    "AWS.SimpleQueueService.BatchRequestTooLong",
  ])("is final for %s, for which the message itself is to blame", (code) => {
    expect(fateOf(code, "orders").retryable).toBe(false);
  });

  it.each([
    ...["AccessDenied", "AccessDeniedException", "QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"],
    ...["RequestThrottled", "ThrottlingException", "KmsThrottled", "KmsAccessDenied", "KmsDisabled", "OverLimit"],
    ...["InternalError", "InternalFailure", "ServiceUnavailable", "ExpiredToken", "InvalidClientTokenId"],
    ...["MissingParameter", "UnsupportedOperation", "ACodeOfNextYear", ""],
  ])("is open for %s, since good messages must outlive it", (code) => {
    expect(fateOf(code, "orders").retryable).toBe(true);
  });

  it("tells the code and the queue, and nothing that the service said", () => {
    const { code, message } = requestError(thrown("InvalidMessageContents"), "orders");
    expect([code, message]).toEqual(["InvalidMessageContents", "sending to orders ended with InvalidMessageContents"]);
  });

  it("knows a request that was given up, and a connection that is gone, whatever the client calls it", () => {
    const errors = [
      thrown("AbortError"),
      thrown("TimeoutError"),
      thrown("Error", "ECONNRESET"),
      thrown("TimeoutError", "ECONNRESET"),
      thrown("TimeoutError", "EPIPE"),
      thrown("AggregateError", "ECONNREFUSED"),
      thrown("Error", "EAI_AGAIN"),
      thrown("Error", "EPROTO"),
      thrown("CredentialsProviderError"),
      "no error at all",
    ].map((each) => requestError(each, "orders"));
    expect(errors.map(({ code, retryable }) => [code, retryable])).toEqual([
      ["TIMEOUT", true],
      ["TIMEOUT", true],
      ["CONNECTION", true],
      ["CONNECTION", true],
      ["CONNECTION", true],
      ["CONNECTION", true],
      ["CONNECTION", true],
      ["EPROTO", true],
      ["CredentialsProviderError", true],
      ["UNKNOWN", true],
    ]);
  });

  it("tells with a connection that is gone what the system said", () => {
    expect(requestError(thrown("TimeoutError", "ECONNRESET"), "orders").message).toBe(
      "sending to orders ended with CONNECTION: ECONNRESET",
    );
  });

  it.each([
    "card 4111 1111 1111 1111",
    "two\nlines",
    "\u001b[31mred",
    "x".repeat(65),
    "x".repeat(1_000_000),
    "Ключ",
    '"quoted"',
    "ends-in-a-dot.",
  ])("tells no code that looks like none, and counts it as open: %j", (code) => {
    for (const { code: told, message, retryable } of [fateOf(code, "orders"), requestError(thrown(code), "orders")])
      expect([told, message, retryable]).toEqual(["UNKNOWN", "sending to orders ended with UNKNOWN", true]);
  });
});
