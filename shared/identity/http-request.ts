// The few plain requests that credentials and secrets need: small, bounded in time, and tried again where that helps.

import { request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import { setTimeout as pause } from "node:timers/promises";
import { HopspanError } from "../core/errors.ts";

export interface HttpRequest {
  readonly url: URL;
  /** A body makes it a POST, unless this says otherwise. */
  readonly method?: "PUT";
  readonly body?: string | Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** Ours: three attempts of two and a half seconds each, so that all of them fit into any function's time-out. */
const ATTEMPTS = 3;
const ATTEMPT_MS = 2_500;

/** A pause before the second attempt, and twice of it before the third; half of each is chance. Ours. */
const PAUSE_MS = 100;

/**
 * Any answer but "too many" (429) and a server's own failure (5xx), or the last of three. `make` is called per attempt,
 * since a signature is good for its moment only. Rejects with `NO_ANSWER` where none came. Node's `fetch` would do the
 * same, and would load a client of its own at cold start.
 */
export async function httpAnswer(make: () => HttpRequest): Promise<HttpAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    const isLast = attempt === ATTEMPTS;
    const request = make();
    const answer = await once(request).catch((thrown: unknown) => {
      if (isLast) throw silence(request, thrown);
    });
    if (answer !== undefined && (isLast || (answer.status !== 429 && answer.status < 500))) return answer;
    await pause(PAUSE_MS * attempt * (0.5 + Math.random() / 2));
  }
}

/** Told by the network's own code, as `ECONNREFUSED`, or `TimeoutError`. */
function silence({ url }: HttpRequest, thrown: unknown): HopspanError {
  const { cause = thrown } = thrown as { readonly cause?: unknown };
  const { code, name } = cause as { readonly code?: unknown; readonly name?: unknown };
  return new HopspanError(
    "NO_ANSWER",
    `${url.host} did not answer: ${typeof code === "string" ? code : name}`,
    true,
    thrown,
  );
}

/** What the request does there. */
export const methodOf = ({ method, body }: HttpRequest): string => method ?? (body === undefined ? "GET" : "POST");

function once(request: HttpRequest): Promise<HttpAnswer> {
  const { url, headers, body } = request;
  const send = url.protocol === "https:" ? tlsRequest : plainRequest;
  return new Promise((resolve, reject) => {
    const outgoing = send(
      url,
      { method: methodOf(request), headers, signal: AbortSignal.timeout(ATTEMPT_MS) },
      async (incoming) => {
        try {
          const chunks: Buffer[] = [];
          for await (const chunk of incoming) chunks.push(chunk as Buffer);
          const text = Buffer.concat(chunks).toString();
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text });
        } catch (thrown) {
          reject(thrown);
        }
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
