// Receipt handles: opaque to clients, and readable here without keeping any record of the ones given out.

import { SqsFault } from "./fault.ts";

/** One receive of one message. */
interface Receipt {
  readonly id: string;
  /** The message's receive count at that receive: tells the latest handle from earlier ones. */
  readonly receiveCount: number;
}

/** The handle of a receive from the named queue. */
export const toHandle = (queue: string, { id, receiveCount }: Receipt): string =>
  Buffer.from(`${queue} ${id} ${receiveCount}`).toString("base64");

/** Throws `ReceiptHandleIsInvalid` where the handle was never given out by a queue of this name. */
export function fromHandle(queue: string, handle: string): Receipt {
  const [name, id, count, ...rest] = Buffer.from(handle, "base64").toString().split(" ");
  if (name !== queue || id?.length !== 36 || count === undefined || !/^[1-9][0-9]*$/.test(count) || rest.length > 0)
    throw new SqsFault("ReceiptHandleIsInvalid", "The input receipt handle is not a valid receipt handle.");
  return { id, receiveCount: Number(count) };
}
