// `hopspan/servers`: the SQS and the Pub/Sub of this machine inside of somebody else's process, as their tests need them.

import { injector } from "../faults/injector.ts";
import { pubsubFaults } from "../faults/pubsub-faults.ts";
import { parseFaults } from "../faults/read-faults.ts";
import { sqsFaults } from "../faults/sqs-faults.ts";
import { pubsubServer as ownPubsub } from "../pubsub/server.ts";
import { sqsServer as ownSqs } from "../sqs/server.ts";
import type { EmbeddedFaults, EmbeddedServer, StartPubsub, StartSqs } from "./embedded-types.ts";
import { forget } from "./forget.ts";
import { movingClock } from "./moving-clock.ts";

/** See `StartSqs`. */
export const sqsServer: StartSqs = async ({
  port = 0,
  account = "000000000000",
  region = "us-east-1",
  faults,
} = {}) => {
  const { clock, injecting, setFaults, injected } = parts(faults);
  const { now, after } = clock;
  const own = await ownSqs({ port, accountId: account, region, now, after, faults: sqsFaults(injecting) });
  return {
    url: own.endpoint,
    port: own.port,
    environment: {
      AWS_ENDPOINT_URL_SQS: own.endpoint,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: account,
      AWS_SECRET_ACCESS_KEY: "local",
    },
    setFaults,
    injected,
    advance: clock.advance,
    reset() {
      setFaults();
      own.reset();
    },
    async stop() {
      injecting.lift();
      await own.close();
    },
  };
};

/** See `StartPubsub`. */
export const pubsubServer: StartPubsub = async ({ port = 0, project = "local", faults } = {}) => {
  const { clock, injecting, setFaults, injected } = parts(faults);
  const own = await ownPubsub({ port, now: clock.now, faults: pubsubFaults(injecting) });
  return {
    host: own.host,
    port: own.port,
    // Without the last, Google's clients look for a metadata server, which no laptop has.
    environment: { PUBSUB_EMULATOR_HOST: own.host, GOOGLE_CLOUD_PROJECT: project, METADATA_SERVER_DETECTION: "none" },
    setFaults,
    injected,
    advance(ms) {
      clock.advance(ms);
      // Who waits at a subscription hears of it: what is over goes back, and is given out.
      for (const name of own.engine.subscriptions.names("projects")) own.engine.settle(name);
    },
    reset() {
      setFaults();
      forget(own.engine);
    },
    async stop() {
      injecting.lift();
      await own.close();
    },
  };
};

function parts(faults: EmbeddedFaults | undefined) {
  const clock = movingClock();
  const injecting = injector(clock.now);
  const setFaults: EmbeddedServer["setFaults"] = (given) => {
    const parsed = given === undefined ? undefined : parseFaults(JSON.stringify(given), "faults");
    // What hangs by the faults before is let go.
    injecting.lift();
    if (parsed !== undefined) injecting.put(parsed);
  };
  setFaults(faults);
  return { clock, injecting, setFaults, injected: injecting.counts };
}
