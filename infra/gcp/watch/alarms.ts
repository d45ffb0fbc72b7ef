// What a fabric's operator is told of in Google Cloud: few alarms, each with a way on.

import { ageBudgets } from "../../../shared/fabric/deployment/age-budgets.ts";
import { spell } from "../../../shared/fabric/duration.ts";
import type { Site } from "../site.ts";
import { chunks, NAMES_CHARACTERS, numbered } from "./chunks.ts";
import { above, type Channels, ofSubscriptions, policy } from "./policy.ts";

/** How long something may go wrong before somebody is told: ours; retries of a minute are nobody's business. In seconds. */
const PATIENCE_SECONDS = { crash: 300, refusal: 900 };

/** One per budget: an incident for each subscription that is late. */
export function ageAlarms(site: Site, told: Channels): void {
  for (const [seconds, names] of ageBudgets(site.deployment))
    for (const [at, run] of chunks(names, NAMES_CHARACTERS).entries())
      policy(site, told, {
        id: numbered(`age_${seconds}`, at),
        title: `a message waits for more than ${spell(seconds)}`,
        severity: "ERROR",
        about: `Subscription \${resource.label.subscription_id} has a message that has waited for longer than its hop allows. Look at the function's log for \`retry\`: its code says whether the target, an identity or the function itself is in the way.`,
        conditions: [
          above("oldest unacknowledged message", ofSubscriptions("oldest_unacked_message_age", run), {
            reading: "ALIGN_MAX",
            above: seconds,
            forSeconds: 60,
          }),
        ],
      });
}

/** Open until somebody has seen to them. */
export function deadLetterAlarms(site: Site, told: Channels): void {
  const keepers = site.deployment.topics.flatMap(({ keeper }) => (keeper === undefined ? [] : [keeper.name]));
  for (const [at, run] of chunks(keepers, NAMES_CHARACTERS).entries())
    policy(site, told, {
      id: numbered("dead", at),
      title: "dead letters",
      severity: "ERROR",
      about: `There are dead letters in \${resource.label.subscription_id}, kept for 31 days. Each says in its attributes why it is there; one that Pub/Sub itself has moved was tried too often.`,
      conditions: [
        above("dead letters", ofSubscriptions("num_undelivered_messages", run), {
          reading: "ALIGN_MAX",
          above: 0,
          forSeconds: 60,
        }),
      ],
    });
}

/** A function that retries answers 503; 500 is a call that failed as a whole, and 4xx never reached it. */
export function pushAlarms(site: Site, told: Channels): void {
  const names = site.deployment.subscriptions.map(({ name }) => name);
  for (const [at, run] of chunks(names, NAMES_CHARACTERS).entries()) {
    const rate = (title: string, labels: string, forSeconds: number) =>
      above(title, ofSubscriptions("push_request_count", run, labels), { reading: "ALIGN_RATE", above: 0, forSeconds });
    policy(site, told, {
      id: numbered("push", at),
      title: "pushes fail",
      severity: "ERROR",
      about: `Pushes of \${resource.label.subscription_id} fail. \`remote_server_4xx\`: the function is not there, or the push account may not call it: deploy anew. Code 500: the function can't start, its log says why. Anything else for a quarter of an hour: the target refuses, or is slow.`,
      conditions: [
        rate("never reached the function", 'metric.labels.response_class="remote_server_4xx"', PATIENCE_SECONDS.crash),
        rate("failed as a whole", 'metric.labels.response_code="500"', PATIENCE_SECONDS.crash),
        rate("keep being refused", 'metric.labels.response_class!="ack"', PATIENCE_SECONDS.refusal),
      ],
    });
  }
}
