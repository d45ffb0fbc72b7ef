// An AWS that others wrote, SQS and all that a deployment makes: https://github.com/getmoto/moto

import { findProgram, type Party, startParty } from "./process.ts";

const program = findProgram("moto_server");

/** What is missing to run it; nothing where it can be run. */
export const motoMissing = program === undefined ? "moto_server is not on the PATH" : undefined;

/** Its account: moto has one of its own. */
export const MOTO_ACCOUNT = "123456789012";

/** To be called only where nothing is missing. `account` is whose things it keeps where credentials do not say. */
export async function startMoto(account = MOTO_ACCOUNT): Promise<Party> {
  if (program === undefined) throw new Error(motoMissing);
  return startParty(program, (port) => ["-H", "127.0.0.1", "-p", String(port)], { MOTO_ACCOUNT_ID: account });
}
