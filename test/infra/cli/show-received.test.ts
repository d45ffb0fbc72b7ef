import { describe, expect, it } from "vitest";
import type { Received } from "../../../infra/cli/endpoints/connection.ts";
import { showReceived } from "../../../infra/cli/show-received.ts";
import { DecodeError } from "../../../shared/core/errors.ts";
import type { Message } from "../../../shared/core/message.ts";
import { aMessage } from "../../support/a-message.ts";

const received = (open: () => Message): Received => ({ raw: { Body: "\u009b\n" }, handle: "h", open });
const thrower = (error: Error) =>
  received(() => {
    throw error;
  });

describe("a message that was received", () => {
  it.each([
    ["damaged", new DecodeError("HEADER", "the header\u001b is cut"), "HEADER", "the header\\u001b is cut"],
    ["of a kind that nobody has thought of", new TypeError("x"), "UNREADABLE", "it is no message that Hopspan knows"],
  ])("is shown as the broker has it where it can't be read: %s", (_, error, code, said) => {
    expect(showReceived(thrower(error), "readable")).toEqual({
      text: `unreadable: ${said} (${code})\n  {"Body":"\\u009b\\n"}`,
      isRead: false,
    });
    const { text, isRead } = showReceived(thrower(error), "json");
    expect([isRead, JSON.parse(text)]).toEqual([
      false,
      { unreadable: true, error: { code, message: JSON.parse(`"${said}"`) as unknown }, raw: { Body: "\u009b\n" } },
    ]);
    expect(showReceived(thrower(error), "raw")).toEqual({ text: '{"Body":"\\u009b\\n"}', isRead: true });
  });

  it("does nothing to a terminal, whatever its names say", () => {
    const evil = "\u001b[2J\n\u009b\u202e";
    const message = aMessage({
      id: evil,
      body: Buffer.from(evil),
      attributes: new Map([[evil, { type: `String.${evil}`, value: evil }]]),
      orderingKey: evil,
      trail: [evil],
    });
    for (const form of ["readable", "json"] as const) {
      const { text } = showReceived(
        received(() => message),
        form,
      );
      expect(text.split("\n")).toHaveLength(form === "json" ? 1 : 3);
      expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
    const { text } = showReceived(
      received(() => message),
      "json",
    );
    expect(JSON.parse(text)).toMatchObject({ id: evil, orderingKey: evil, trail: [evil] });
  });
});
