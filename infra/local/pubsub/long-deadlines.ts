// Keeps calls alive whose clients are willing to wait for longer than the library that serves them can count.

import type { Http2Server, IncomingHttpHeaders } from "node:http2";
import type { Server } from "@grpc/grpc-js";

/** Beyond 2^31 milliseconds the library's own timer goes off at once, and the call ends with DEADLINE_EXCEEDED. */
const LONGEST_MS = 2 ** 31 - 1;

/** https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#requests */
const UNIT_MS: Readonly<Record<string, number>> = { H: 3_600_000, M: 60_000, S: 1_000, m: 1, u: 1e-3, n: 1e-6 };

/**
 * To be called once all connections of a server have a place to go. Google's client for Python opens streams with a deadline of
 * thousands of years. The library offers no place before it reads a call's deadline, so its own servers are looked up.
 */
export function allowLongDeadlines(server: Server): void {
  const { http2Servers = new Map() } = server as unknown as {
    readonly http2Servers?: ReadonlyMap<Http2Server, unknown>;
  };
  for (const each of http2Servers.keys())
    each.prependListener("stream", (_: unknown, headers: IncomingHttpHeaders) => {
      if (millisOf(headers["grpc-timeout"]) > LONGEST_MS) delete headers["grpc-timeout"];
    });
}

function millisOf(header: string | readonly string[] | undefined): number {
  const [, digits, unit = ""] = /^([0-9]{1,8})([HMSmun])$/.exec(String(header)) ?? [];
  return digits === undefined ? 0 : Number(digits) * (UNIT_MS[unit] ?? 0);
}
