// What `receive` prints of a message: also of one that can't be read, so that it hides no other and is not lost itself.

import { DecodeError, HopspanError } from "../../shared/core/errors.ts";
import { printable, printableJson } from "../../shared/core/printable.ts";
import type { Received } from "./endpoints/connection.ts";
import { printedMessage, readableMessage } from "./print-message.ts";

/** For people; for programs, the whole logical message; or what the broker holds. */
export type Form = "readable" | "json" | "raw";

/** Text for one message, safe for a terminal. `isRead` is false where only the broker's own form could be shown. */
export interface Shown {
  readonly text: string;
  readonly isRead: boolean;
}

/** Never throws: of what can't be read it says why, and shows the broker's own form whole. */
export function showReceived(received: Received, form: Form): Shown {
  const { raw } = received;
  if (form === "raw") return { text: printableJson(raw), isRead: true };
  try {
    const message = received.open();
    const text = form === "json" ? printableJson(printedMessage(message)) : readableMessage(message);
    return { text, isRead: true };
  } catch (thrown) {
    const { code, message } = reason(thrown);
    const text =
      form === "json"
        ? printableJson({ unreadable: true, error: { code, message }, raw })
        : `unreadable: ${printable(message)} (${code})\n  ${printableJson(raw)}`;
    return { text, isRead: false };
  }
}

const reason = (thrown: unknown): HopspanError =>
  thrown instanceof HopspanError
    ? thrown
    : new DecodeError("UNREADABLE", "it is no message that Hopspan knows", thrown);
