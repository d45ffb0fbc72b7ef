// Carries a push subscription's messages to its endpoint, one message per request, at the pace that the endpoint bears.

import type { Attendance } from "../attendance.ts";
import type { PubsubEngine } from "../engine.ts";
import type { Delivered } from "../hand-out.ts";
import type { PushTarget } from "../settings.ts";
import { pace } from "./pace.ts";
import type { Post } from "./post.ts";
import { type PushRequest, pushRequest } from "./push-request.ts";
import type { Signer } from "./signer.ts";

/** What a pusher works with. */
export interface PusherParts {
  readonly engine: PubsubEngine;
  readonly attendance: Attendance;
  readonly post: Post;
  readonly now: () => number;
  readonly signer: Signer;
}

/** Delivers until it is closed. */
export interface Pusher {
  /** Begins no request any more; those under way are heard to their end. */
  close(): void;
}

/**
 * Pushes a subscription to one target. A dead endpoint is tried at the pace of the back-off, never in a loop. Messages
 * are taken for nobody in particular: so the engine gives out one per ordering key at a time.
 */
export function pusher(
  name: string,
  target: PushTarget,
  { engine, attendance, post, now, signer }: PusherParts,
): Pusher {
  const endpoint = new URL(target.endpoint);
  const speed = pace(now);
  let underWay = 0;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;

  const push = (): boolean => {
    if (isClosed || timer !== undefined || !engine.subscriptions.has(name)) return false;
    const waitMs = speed.pausedUntil() - now();
    if (waitMs > 0) {
      timer = setTimeout(resume, waitMs);
      return false;
    }
    for (const delivered of engine.take(name, { most: speed.room(underWay) })) void deliver(delivered);
    return false;
  };
  const resume = (): void => {
    timer = undefined;
    push();
  };
  const requestOf = (delivered: Delivered): PushRequest => {
    const request = pushRequest(delivered, name, target);
    if (target.identity === undefined) return request;
    const authorization = `Bearer ${signer.token(target.identity, target.endpoint)}`;
    return { ...request, headers: { ...request.headers, authorization } };
  };
  const deliver = async (delivered: Delivered): Promise<void> => {
    const startedAt = now();
    underWay++;
    const { ackDeadlineMs } = engine.subscriptions.get(name).settings;
    const isTaken = await post.send(endpoint, requestOf(delivered), ackDeadlineMs);
    underWay--;
    if (isTaken) speed.acked(startedAt);
    else speed.refused(startedAt);
    if (!engine.subscriptions.has(name)) return;
    if (isTaken) engine.ack(name, [delivered.ackId]);
    else engine.modifyDeadline(name, [delivered.ackId], 0);
  };

  const leave = attendance.attend(name, push);
  return {
    close() {
      isClosed = true;
      leave();
      clearTimeout(timer);
    },
  };
}
