// The settings of every queue of a fabric: how long messages stay, when they come again, and where hopeless ones go.

import { SQS_LIMITS, type SqsEndpoint } from "../../brokers/sqs/endpoint.ts";
import type { Compiled, Role } from "../compile.ts";
import { deadQueue } from "../dead-letters.ts";
import type { Fabric } from "../fabric.ts";
import type { Feed } from "../feed-schema.ts";
import type { Link, SqsLink } from "../link.ts";
import { visibilitySeconds } from "../policies.ts";

/** A queue and its settings. One of another system (`existing`) is named, and never made or changed. */
export interface QueuePlan {
  readonly endpoint: SqsEndpoint;
  readonly role: Role;
  readonly retentionSeconds: number;
  readonly visibilityTimeoutSeconds: number;
  /** Absent on dead-letter queues, and on those of others. */
  readonly redrive?: { readonly deadLetters: SqsEndpoint; readonly maxReceives: number };
  readonly feed?: Feed;
  /** Functions of other accounts that send here: the queue's own policy has to let them in. */
  readonly foreignSenders: readonly { readonly account: string; readonly link: string }[];
}

/** 4 days, SQS's own default. Dead letters stay for the 14 days that are the most: always longer than the source's. */
const RETENTION_SECONDS = 345_600;

/** SQS's own default: for a queue that no function of the fabric reads. */
const VISIBILITY_SECONDS = 30;

/** For a queue that somebody else reads; AWS advises at least 5, and has 10 as its own default. */
const CONSUMER_RECEIVES = 10;

/** All queues: declared ones in the order of the file, then inner ones, then dead letters. */
export function queuePlans(fabric: Fabric, { endpoints, links }: Compiled): readonly QueuePlan[] {
  return endpoints.flatMap((placed) => {
    if (placed.broker !== "sqs") return [];
    const { role, ...endpoint } = placed;
    return [queuePlan(fabric, endpoint, role, links)];
  });
}

function queuePlan(fabric: Fabric, endpoint: SqsEndpoint, role: Role, links: readonly Link[]): QueuePlan {
  const reader = links.find(
    (link): link is Extract<Link, SqsLink> => link.source.name === endpoint.name && "batch" in link,
  );
  const settings = fabric.endpoints.get(endpoint.name)?.settings ?? {};
  const isDead = role === "dead-letters";
  return {
    endpoint,
    role,
    retentionSeconds: isDead ? SQS_LIMITS.retentionSeconds : (settings.retentionSeconds ?? RETENTION_SECONDS),
    visibilityTimeoutSeconds: reader === undefined ? VISIBILITY_SECONDS : visibilitySeconds(reader),
    ...(isDead || role === "existing"
      ? {}
      : {
          redrive: {
            deadLetters: reader?.deadLetters ?? deadQueue(fabric, endpoint),
            maxReceives: reader?.attempts ?? CONSUMER_RECEIVES,
          },
        }),
    ...(settings.feed === undefined ? {} : { feed: settings.feed }),
    foreignSenders: foreignSenders(endpoint, links),
  };
}

function foreignSenders(endpoint: SqsEndpoint, links: readonly Link[]): QueuePlan["foreignSenders"] {
  return links.flatMap((link) => {
    const account = accountOf(link);
    const sends = link.targets.some((target) => target.name === endpoint.name);
    return sends && account !== undefined && account !== endpoint.account ? [{ account, link: link.name }] : [];
  });
}

/** The AWS account whose role a link uses; one that runs in Google Cloud borrows a role of its target's account. */
const accountOf = ({ deadLetters }: Link): string | undefined =>
  deadLetters.broker === "sqs" ? deadLetters.account : undefined;
