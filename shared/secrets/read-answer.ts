// What a store or a KMS has answered, read without telling anybody what stands in it.

import type { HttpAnswer } from "../identity/http-request.ts";
import { unreadable } from "./unreadable.ts";

/**
 * The JSON of an answer; an empty object where it is no object. Throws `SECRET_STORE` for what is no JSON, without a cause:
 * the parser's own words quote the text, and that is the secret.
 */
export function readAnswer<Answer extends object>(place: string, body: string): Partial<Answer> {
  let read: unknown;
  try {
    read = JSON.parse(body);
  } catch {
    throw unreadable(place, "the answer is no JSON");
  }
  return typeof read === "object" && read !== null ? (read as Partial<Answer>) : {};
}

/** The code of a refusal, as Google Cloud says it in JSON: the only part of it that is told. */
export const googleCode = ({ status, body }: Pick<HttpAnswer, "status" | "body">): string =>
  /"status"\s*:\s*"(\w+)"/.exec(body)?.[1] ?? `status ${status}`;
