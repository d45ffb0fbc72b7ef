import { afterAll, afterEach, beforeAll, beforeEach, describe, vi } from "vitest";
import { type PubsubServer, pubsubServer } from "../../../infra/local/pubsub/server.ts";
import { type SqsServer, sqsServer } from "../../../infra/local/sqs/server.ts";
import { CLAIMS_FOLDER } from "../../../shared/brokers/claim-store.ts";
import { conformance } from "../../suites/conformance.ts";
import { pubsubHarness } from "../../support/harness/pubsub.ts";
import { sqsHarness } from "../../support/harness/sqs.ts";
import { temporaryFolder } from "../../support/run-command.ts";

const folder = temporaryFolder();
beforeEach(() => void vi.stubEnv(CLAIMS_FOLDER, folder));
afterEach(() => void vi.unstubAllEnvs());

/** Not one body stays with its message. */
const claimCheck = { bucket: "bodies", prefix: "all/", aboveBytes: 0, keepSeconds: 60 };

const NOTHING = "with its body elsewhere, no message is too large";
const gaps = {
  "refuses a message over the limit for good, by name, and harms no neighbour": NOTHING,
  "gives each of several calls at the same time its own results": NOTHING,
  "lets a key go on behind a final refusal": NOTHING,
};

describe("a queue whose bodies all lie elsewhere", () => {
  let server: SqsServer;
  beforeAll(async () => {
    server = await sqsServer({});
  });
  afterAll(() => server.close());
  conformance(
    sqsHarness({
      name: "sqs with a claim check",
      url: () => server.endpoint,
      account: "000000000000",
      claimCheck: { ...claimCheck, region: "us-east-1" },
      gaps: { ...gaps, "carries a body of exactly 1 MiB": NOTHING, "carries a binary body of 768 KiB": NOTHING },
    }),
  );
});

describe("a topic whose bodies all lie elsewhere", () => {
  let server: PubsubServer;
  beforeAll(async () => {
    server = await pubsubServer({});
  });
  afterAll(() => server.close());
  conformance(pubsubHarness({ name: "pubsub with a claim check", host: () => server.host, claimCheck, gaps }));
});
