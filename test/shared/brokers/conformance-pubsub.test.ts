import { afterAll, beforeAll, describe } from "vitest";
import { type PubsubServer, pubsubServer } from "../../../infra/local/pubsub/server.ts";
import { conformance } from "../../suites/conformance.ts";
import { pubsubHarness } from "../../support/harness/pubsub.ts";
import { emulatorGaps } from "../../support/party/gaps.ts";
import { emulatorMissing, startEmulator } from "../../support/party/google-emulator.ts";
import type { Party } from "../../support/party/process.ts";

describe("this machine's own server", () => {
  let server: PubsubServer;
  beforeAll(async () => {
    server = await pubsubServer({});
  });
  afterAll(() => server.close());
  conformance(pubsubHarness({ name: "pubsub on the local server", host: () => server.host }));
});

describe.skipIf(emulatorMissing)(
  `Google's emulator${emulatorMissing === undefined ? "" : `: ${emulatorMissing}`}`,
  () => {
    let emulator: Party;
    beforeAll(async () => {
      emulator = await startEmulator();
    });
    afterAll(() => emulator.stop());
    conformance(pubsubHarness({ name: "pubsub on Google's emulator", host: () => emulator.host, gaps: emulatorGaps }));
  },
);
