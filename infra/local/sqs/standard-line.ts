// Who is next in a standard queue: first ready, first out, but for tenants that hold too much of what is in flight.

import { type Chain, chain } from "./chain.ts";
import { SERVICE_LIMITS } from "./limits.ts";
import type { Line } from "./line.ts";
import type { Entry } from "./message.ts";
import { type Appointment, schedule } from "./schedule.ts";

interface Tenant {
  /** Absent for all messages without a group: each of them is a tenant of its own, and so never a noisy one. */
  readonly name: string | undefined;
  readonly ready: Chain<Entry>;
  inFlight: number;
  /** When the latest of its messages that became ready was sent. */
  sentAt: number;
  /** Its place among all tenants, by the turn of its first message; absent where none of its messages is ready. */
  place: Appointment<Tenant> | undefined;
}

/**
 * The line of a standard queue. Its order is nothing that the real service promises, but for fair queues: as long as a tenant
 * (a message group) is noisy, messages of others come first; of noisy tenants, the one with the fewest in flight. See
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues-detailed.html; of its two
 * measures this is the share of what is in flight. A tenant that has sent nothing for five minutes is quiet. At most nine can be
 * noisy at once, so a turn looks at few.
 */
export function standardLine(step: () => void): Line {
  const tenants = new Map<string | undefined, Tenant>();
  const places = schedule<Tenant>(step);
  let turns = 0;
  let inFlight = 0;

  const tenantOf = ({ message: { groupId } }: Entry): Tenant => {
    const known = tenants.get(groupId);
    if (known !== undefined) return known;
    const tenant: Tenant = { name: groupId, ready: chain(), inFlight: 0, sentAt: 0, place: undefined };
    tenants.set(groupId, tenant);
    return tenant;
  };
  const review = (tenant: Tenant): void => {
    const first = tenant.ready.first();
    if (tenant.place !== undefined && tenant.place.at !== first?.value.turn) {
      places.remove(tenant.place);
      tenant.place = undefined;
    }
    if (first !== undefined) tenant.place ??= places.add(first.value.turn, tenant);
    else if (tenant.inFlight === 0) tenants.delete(tenant.name);
  };
  const fly = (tenant: Tenant, change: 1 | -1): void => {
    tenant.inFlight += change;
    inFlight += change;
  };
  const isNoisy = (tenant: Tenant, now: number): boolean =>
    tenant.name !== undefined &&
    now - tenant.sentAt < SERVICE_LIMITS.noisyMs &&
    tenant.inFlight >= SERVICE_LIMITS.noisyMessages &&
    tenant.inFlight > SERVICE_LIMITS.noisyShare * inFlight;
  /** The first quiet tenant; else the noisy one that has the fewest messages in flight. */
  const next = (now: number): Tenant | undefined => {
    const noisy: Tenant[] = [];
    let first = places.first();
    for (; first !== undefined && isNoisy(first.value, now); first = places.first()) {
      places.remove(first);
      noisy.push(first.value);
    }
    for (const tenant of noisy) tenant.place = places.add(tenant.ready.first()?.value.turn ?? 0, tenant);
    return first?.value ?? noisy.toSorted((a, b) => a.inFlight - b.inFlight)[0];
  };
  const takeOne = (tenant: Tenant): Entry | undefined => {
    const first = tenant.ready.first();
    if (first === undefined) return undefined;
    step();
    tenant.ready.remove(first);
    first.value.spot = undefined;
    fly(tenant, 1);
    review(tenant);
    return first.value;
  };
  const stand = (entry: Entry): void => {
    const tenant = tenantOf(entry);
    tenant.sentAt = Math.max(tenant.sentAt, entry.enqueuedAt);
    entry.turn = turns++;
    entry.spot = tenant.ready.push(entry);
    review(tenant);
  };

  return {
    join(entry) {
      if (entry.state === "ready") stand(entry);
    },
    show(entry, was) {
      if (was === "inFlight") fly(tenantOf(entry), -1);
      stand(entry);
    },
    take(limit, now) {
      const taken: Entry[] = [];
      for (let tenant = next(now); tenant !== undefined && taken.length < limit; tenant = next(now)) {
        const entry = takeOne(tenant);
        if (entry !== undefined) taken.push(entry);
      }
      return taken;
    },
    leave(entry) {
      if (entry.state === "delayed") return;
      const tenant = tenantOf(entry);
      if (entry.spot === undefined) fly(tenant, -1);
      else tenant.ready.remove(entry.spot);
      entry.spot = undefined;
      review(tenant);
    },
    hasNext: () => places.first() !== undefined,
  };
}
