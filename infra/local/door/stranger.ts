// Keeps the pages of strangers out: a browser on this machine reaches loopback, whoever has written the page.

import type { IncomingHttpHeaders } from "node:http";
import { isLoopbackHost } from "./loopback.ts";

/**
 * Why a request is refused; nothing for one that a client on this machine may have sent. A name that is not this machine's
 * own was made to point here (DNS rebinding). A browser says from where a page asks, by `Origin` or by `Sec-Fetch-Site`,
 * and even a page that can't read the answer could have sent messages: https://fetch.spec.whatwg.org/#origin-header
 */
export function strangerIn({ host, origin, "sec-fetch-site": site }: IncomingHttpHeaders): string | undefined {
  if (host !== undefined && !isLoopbackHost(host))
    return "The Host header is not this machine's: expected localhost or 127.0.0.1, with the port.";
  const isOwnOrigin = origin === undefined || origin === `http://${host ?? ""}`;
  const isOwnSite = site === undefined || site === "same-origin" || site === "none";
  return isOwnOrigin && isOwnSite
    ? undefined
    : "The request comes from a page in a browser, and only programs may ask.";
}
