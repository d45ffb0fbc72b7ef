// What counts as this machine: addresses of peers, and names by which a client may call a server here.

/** 127.0.0.0/8 and ::1, also as an IPv4 address within IPv6. */
export const isLoopbackAddress = (address: string | undefined): boolean =>
  /^((::ffff:)?127(\.[0-9]{1,3}){3}|::1)$/i.test(address ?? "");

/**
 * True for a `Host` header that means this machine, with or without a port. `localhost` and the names below it, and
 * Docker's name for the machine around a container, can't be registered, so no stranger's page can be served under them:
 * https://www.rfc-editor.org/rfc/rfc6761#section-6.3
 */
export function isLoopbackHost(host: string): boolean {
  const name = host.replace(/:[0-9]{1,5}$/, "").toLowerCase();
  return (
    isLoopbackAddress(name.replace(/^\[(.*)\]$/, "$1")) ||
    /^([a-z0-9-]+\.)*localhost$|^host\.docker\.internal$/.test(name)
  );
}
