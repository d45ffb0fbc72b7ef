import { describe, expect, it } from "vitest";
import { DecodeError, TransformError } from "../../../shared/core/errors.ts";
import type { Message } from "../../../shared/core/message.ts";
import type { Transform } from "../../../shared/core/ports.ts";
import { prepare } from "../../../shared/core/prepare.ts";
import type { Prepared } from "../../../shared/core/verdict.ts";
import { aDelivery, aMessage } from "../../support/a-message.ts";

const asItIs: Transform = (message) => [message];
const messagesOf = (prepared: Prepared) => ("messages" in prepared ? prepared.messages : []);
const failureOf = (prepared: Prepared) => ("failure" in prepared ? prepared.failure : undefined);

describe("prepare", () => {
  it("opens a delivery and stamps the link on its trail", () => {
    const delivery = aDelivery("r", { message: { id: "m", trail: ["f/a"] } });
    expect(prepare(delivery, "f/b", asItIs)).toEqual({
      delivery,
      id: "m",
      messages: [aMessage({ id: "m", trail: ["f/a", "f/b"] })],
    });
  });

  it("keeps identity and path from the message that entered, whatever a transform says", () => {
    const forge: Transform = (message) => [
      { ...message, id: "forged", trail: [], sentAt: 1, body: Buffer.from("new") },
    ];
    const delivery = aDelivery("r", { message: { id: "m", trail: ["f/a"] } });
    expect(messagesOf(prepare(delivery, "f/b", forge))).toEqual([
      aMessage({ id: "m", trail: ["f/a", "f/b"], body: Buffer.from("new") }),
    ]);
  });

  it("derives the ids of a split's children, and leaves a single child's alone", () => {
    const ids = (count: number) =>
      messagesOf(
        prepare(aDelivery("r", { message: { id: "m" } }), "f/a", (message) => Array<Message>(count).fill(message)),
      ).map(({ id }) => id);
    expect([ids(0), ids(1), ids(3)]).toEqual([[], ["m"], ["m.0", "m.1", "m.2"]]);
  });

  it("carries what can't be opened along as a failure without an id", () => {
    const error = new DecodeError("HEADER", "damaged");
    const delivery = aDelivery("r", {
      open: () => {
        throw error;
      },
    });
    expect(prepare(delivery, "f/a", asItIs)).toEqual({ delivery, failure: error });
  });

  it("leaves what a source throws without a class worth another try", () => {
    const delivery = aDelivery("r", {
      open: () => {
        throw new TypeError("oops");
      },
    });
    expect(failureOf(prepare(delivery, "f/a", asItIs))).toMatchObject({ code: "UNEXPECTED", retryable: true });
  });

  it("refuses a loop before anything is transformed", () => {
    let calls = 0;
    const delivery = aDelivery("r", { message: { id: "m", trail: ["f/a"] } });
    const prepared = prepare(delivery, "f/a", (message) => {
      calls++;
      return [message];
    });
    expect(prepared).toMatchObject({ id: "m", failure: { name: "TrailError", code: "LOOP" } });
    expect(calls).toBe(0);
  });

  it("makes whatever a transform throws final, without repeating its text", () => {
    const own = new TransformError("RENAME", "attribute a is missing");
    const thrown = [new RangeError("secret"), "secret", own];
    const failures = thrown.map((each) =>
      failureOf(
        prepare(aDelivery("r"), "f/a", () => {
          throw each;
        }),
      ),
    );
    expect(failures.map((error) => [error?.name, error?.code, error?.message, error?.retryable])).toEqual([
      ["TransformError", "TRANSFORM", "a transform threw a RangeError", false],
      ["TransformError", "TRANSFORM", "a transform threw a string", false],
      ["TransformError", "RENAME", "attribute a is missing", false],
    ]);
    expect(failures[2]).toBe(own);
  });

  it("makes a transform that gives no list final: it never will", () => {
    const broken = [undefined, null, Promise.resolve([])] as readonly unknown[];
    const failures = broken.map((given) =>
      failureOf(prepare(aDelivery("r"), "f/a", () => given as readonly Message[])),
    );
    expect(failures.map((error) => [error?.name, error?.retryable])).toEqual(
      broken.map(() => ["TransformError", false]),
    );
  });
});
