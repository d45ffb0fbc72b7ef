// Keeps a two-way bridge from carrying messages back to where they came from.

import type { Transform } from "./ports.ts";

/**
 * Drops a message that has passed a link of one of these hops (`fabric/hop`), which lead the other way, and hands on any
 * other untouched. Without it the message would come back to its beginning once, and then end as a loop in the dead letters.
 */
export function oneWay(opposites: readonly string[]): Transform {
  return (message) => (message.trail.some((link) => opposites.some((hop) => isOf(hop, link))) ? [] : [message]);
}

/** A hop with several ends has links with more behind its name. */
const isOf = (hop: string, link: string): boolean => link === hop || link.startsWith(`${hop}.`);
