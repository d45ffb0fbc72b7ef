import { status } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { FATES, publishError } from "../../../../shared/brokers/pubsub/fates.ts";

describe("FATES", () => {
  it("know every status of gRPC but the good one", () => {
    const codes = Object.values(status).filter((code) => typeof code === "number" && code !== status.OK);
    expect(Object.keys(FATES).map(Number)).toEqual(codes);
  });

  it("call a message guilty only where the request itself is wrong", () => {
    const final = Object.values(FATES).filter(({ retryable }) => !retryable);
    expect(final.map(({ code }) => code)).toEqual(["INVALID_ARGUMENT", "OUT_OF_RANGE"]);
  });
});

describe("publishError", () => {
  it("names the status and the topic, and keeps the server's words in the cause", () => {
    const thrown = Object.assign(new Error("3 INVALID_ARGUMENT: body is secret"), { code: 3 });
    const error = publishError(thrown, "projects/p/topics/t");
    expect({ ...error, message: error.message, cause: error.cause }).toEqual({
      name: "SinkError",
      code: "INVALID_ARGUMENT",
      retryable: false,
      message: "publishing to projects/p/topics/t ended with INVALID_ARGUMENT",
      cause: thrown,
    });
  });

  it.each([
    ["a failed start", new Error("no credentials")],
    ["a system error", Object.assign(new Error("x"), { code: "ENOENT" })],
    ["an HTTP status of a token server", Object.assign(new Error("x"), { code: 403 })],
    ["anything", "oops"],
  ])("takes %s for no fault of the message", (_, thrown) => {
    expect(publishError(thrown, "t")).toMatchObject({ code: "NO_PUBLISHER", retryable: true, cause: thrown });
  });
});
