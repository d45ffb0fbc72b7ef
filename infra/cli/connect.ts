// From an endpoint's name to the endpoint itself, in the fabric that runs in this folder.

import { relative } from "node:path";
import { CLAIMS_FOLDER } from "../../shared/brokers/claim-store.ts";
import { closest } from "../../shared/core/closest.ts";
import { compile, type Placed } from "../../shared/fabric/compile.ts";
import { landingPlans } from "../../shared/fabric/deployment/landing-plan.ts";
import { readFabric } from "../../shared/fabric/read.ts";
import { inboxes, inboxName } from "../local/inbox.ts";
import { withLandings } from "../local/landing/landings.ts";
import { localSqs } from "../local/servers.ts";
import { answering } from "./endpoints/answering.ts";
import type { Connection } from "./endpoints/connection.ts";
import { queueConnection } from "./endpoints/queue.ts";
import { topicConnection } from "./endpoints/topic.ts";
import { quoted } from "./quoted.ts";
import { findRunning, type Running } from "./running.ts";
import { CommandError, EXIT } from "./verb.ts";

/** What a verb is about to do there: only what ends at a topic can be taken from it. */
export type Purpose = "send" | "receive";

/** Throws `CommandError` where no fabric runs here, or it has no such endpoint; so does each call once its broker is gone. */
export async function connect(
  name: string,
  folder: string,
  wanted: string | undefined,
  purpose: Purpose,
): Promise<Connection> {
  const running = findRunning(folder, wanted);
  const fabric = await readFabric(running.file);
  const compiled = withLandings(compile(fabric), await landingPlans(fabric));
  const found = compiled.endpoints.find((each) => each.name === name);
  if (found === undefined)
    throw unknownEndpoint(
      name,
      running.fabric,
      compiled.endpoints.map((each) => each.name),
    );
  const endpoint = asItLies(found);
  const env = { [CLAIMS_FOLDER]: running.claims };
  if (endpoint.broker === "sqs")
    return answering(
      queueConnection(localSqs(running.sqsEndpoint, endpoint), endpoint, env),
      goneFrom(running, folder, running.sqsEndpoint),
    );
  if (purpose === "receive" && !inboxes(compiled).some(([each]) => each.name === name))
    throw new CommandError(
      `${name} is a topic that only its links read: receive from an end that they lead to, or add a hop from ${name} to a queue that no hop reads`,
    );
  return answering(
    topicConnection(running.pubsubHost, endpoint, inboxName(compiled.fabric, endpoint), env),
    goneFrom(running, folder, running.pubsubHost),
  );
}

/** Nobody follows what is dead: that its body is gone or another may be why it lies there. */
function asItLies(endpoint: Placed): Placed {
  if (endpoint.role !== "dead-letters") return endpoint;
  const { claimCheck: _, ...bare } = endpoint;
  return bare;
}

/** A run that was killed may leave its mark behind, and one that ends while somebody listens takes its brokers along. */
function goneFrom({ fabric, file }: Running, folder: string, where: string): CommandError {
  const again = `npx hopspan dev ${quoted(relative(folder, file) || file)}`;
  return new CommandError(
    `the run of fabric ${fabric} is gone: nothing answers at ${where}. Start it again: ${again}`,
    EXIT.unavailable,
  );
}

function unknownEndpoint(name: string, fabric: string, names: readonly string[]): CommandError {
  const near = closest(name, names);
  const hint = near === undefined ? `it has ${names.join(", ")}` : `did you mean ${near}?`;
  return new CommandError(`fabric ${fabric} has no endpoint ${name}: ${hint}`);
}
