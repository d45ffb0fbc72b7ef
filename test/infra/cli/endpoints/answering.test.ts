import { describe, expect, it } from "vitest";
import { answering, isGone } from "../../../../infra/cli/endpoints/answering.ts";
import type { Connection } from "../../../../infra/cli/endpoints/connection.ts";
import { SinkError } from "../../../../shared/core/errors.ts";
import { aMessage } from "../../../support/a-message.ts";

const coded = (code: unknown) => Object.assign(new Error("x"), { code });
const connection = (error: Error): Connection => ({
  send: async () => (error instanceof SinkError ? error : Promise.reject(error)),
  receive: async () => Promise.reject(error),
  acknowledge: async () => Promise.reject(error),
  release: async () => {},
  close: async () => {},
});
const gone = new Error("gone");

describe("a broker that is gone", () => {
  it.each([
    ["nobody listens", coded("ECONNREFUSED"), true],
    ["gRPC finds nobody", coded(14), true],
    ["it does not answer in time", new DOMException("x", "TimeoutError"), true],
    ["what lies behind says so", new Error("x", { cause: coded("ECONNRESET") }), true],
    ["a sink says so", new SinkError("CONNECTION", "x", true), true],
    ["it refuses", coded("InvalidMessageContents"), false],
    ["it is no error at all", "ECONNREFUSED", false],
  ])("is told from one that answers: %s", (_, error, is) => {
    expect(isGone(error)).toBe(is);
  });

  it("is one error for every call", async () => {
    const { send, receive, acknowledge } = answering(connection(coded("ECONNREFUSED")), gone);
    const { signal } = new AbortController();
    await expect(send(aMessage())).rejects.toBe(gone);
    await expect(receive(1, signal)).rejects.toBe(gone);
    await expect(acknowledge([])).rejects.toBe(gone);
    await expect(answering(connection(new SinkError("UNAVAILABLE", "x", true)), gone).send(aMessage())).rejects.toBe(
      gone,
    );
  });

  it("has ended a receive that was cancelled, unless whoever waits has", async () => {
    const cancelled = coded(1);
    const { receive } = answering(connection(cancelled), gone);
    await expect(receive(1, new AbortController().signal)).rejects.toBe(gone);
    await expect(receive(1, AbortSignal.abort())).rejects.toBe(cancelled);
  });

  it("leaves a refusal as it is", async () => {
    const refusal = new SinkError("MESSAGE_TOO_LARGE", "x", false);
    expect(await answering(connection(refusal), gone).send(aMessage())).toBe(refusal);
    await expect(answering(connection(refusal), gone).acknowledge([])).rejects.toBe(refusal);
  });
});
