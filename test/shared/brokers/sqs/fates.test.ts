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

  it("knows a request that was given up, and the network's own codes", () => {
    const errors = [
      thrown("AbortError"),
      thrown("TimeoutError"),
      thrown("Error", "ECONNRESET"),
      thrown("AggregateError", "ECONNREFUSED"),
      thrown("CredentialsProviderError"),
      "no error at all",
    ].map((each) => requestError(each, "orders"));
    expect(errors.map(({ code, retryable }) => [code, retryable])).toEqual([
      ["TIMEOUT", true],
      ["TIMEOUT", true],
      ["ECONNRESET", true],
      ["ECONNREFUSED", true],
      ["CredentialsProviderError", true],
      ["UNKNOWN", true],
    ]);
  });
});
