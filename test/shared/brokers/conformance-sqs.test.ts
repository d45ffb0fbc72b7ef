import { afterAll, beforeAll, describe } from "vitest";
import { type SqsServer, sqsServer } from "../../../infra/local/sqs/server.ts";
import { conformance } from "../../suites/conformance.ts";
import { sqsHarness } from "../../support/harness/sqs.ts";
import { motoGaps } from "../../support/party/gaps.ts";
import { MOTO_ACCOUNT, motoMissing, startMoto } from "../../support/party/moto.ts";
import type { Party } from "../../support/party/process.ts";

describe("this machine's own server", () => {
  let server: SqsServer;
  beforeAll(async () => {
    server = await sqsServer({});
  });
  afterAll(() => server.close());
  conformance(sqsHarness({ name: "sqs on the local server", url: () => server.endpoint, account: "000000000000" }));
});

describe.skipIf(motoMissing)(`moto${motoMissing === undefined ? "" : `: ${motoMissing}`}`, () => {
  let moto: Party;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto.stop());
  conformance(
    sqsHarness({ name: "sqs on moto", url: () => `http://${moto.host}`, account: MOTO_ACCOUNT, gaps: motoGaps }),
  );
});
