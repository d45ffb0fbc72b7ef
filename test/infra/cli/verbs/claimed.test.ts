import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type MessageAttributeValue, SendMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { localSqs } from "../../../../infra/local/servers.ts";
import { runCommand, startDev, temporaryFolder } from "../../../support/run-command.ts";

const folder = temporaryFolder();
const claims = temporaryFolder();
const LIMITS = { timeout: 120_000 };
const PLACE = { account: "111122223333", region: "eu-west-1" };
writeFileSync(
  join(folder, "fabric.yaml"),
  `
fabric: shop
aws: { account: "111122223333", region: eu-west-1 }
gcp: { project: shop-project, region: europe-west1 }
endpoints:
  plain: { sqs: plain }
  bodies: { sqs: bodies, claimCheck: { bucket: b-cl, existing: true, prefix: in/ } }
  copies: { sqs: copies }
  out: { sqs: out }
  src: { pubsub: src }
  top: { pubsub: top, claimCheck: { bucket: b-top, prefix: in/ } }
  fin: { pubsub: fin }
hops:
  way-in: { from: plain, to: [bodies, copies] }
  way-out: { from: bodies, to: out }
  up: { from: src, to: top }
  down: { from: top, to: fin }
`,
);
const POINTER = (key: string) =>
  JSON.stringify(["software.amazon.payloadoffloading.PayloadS3Pointer", { s3BucketName: "b-cl", s3Key: key }]);
const SECRET = "SECRET-OF-B-CL";
for (const bucket of ["b-cl", "b-top"]) {
  mkdirSync(join(claims, bucket, "in"), { recursive: true });
  writeFileSync(join(claims, bucket, "in/partner-file"), SECRET);
}

const hopspan = (...words: readonly string[]) => runCommand(folder, words);
let running: Awaited<ReturnType<typeof startDev>>;
beforeAll(async () => {
  running = await startDev(folder, "fabric.yaml", [], { environment: { HOPSPAN_CLAIMS: claims } });
}, 60_000);
afterAll(() => running?.stop());

/** As a partner with the extended client would send it, who knows nothing of us. */
async function sendPointer(queue: string, key: string): Promise<void> {
  const client = localSqs(running.ready.sqs.endpoint, PLACE);
  const size: MessageAttributeValue = { DataType: "Number", StringValue: String(SECRET.length) };
  const QueueUrl = `${running.ready.sqs.endpoint}/${PLACE.account}/${queue}`;
  await client.send(
    new SendMessageCommand({ QueueUrl, MessageBody: POINTER(key), MessageAttributes: { ExtendedPayloadSize: size } }),
  );
  client.destroy();
}

async function taken(endpoint: string) {
  const { code, out, err } = await hopspan("receive", endpoint, "--count", "1", "--json");
  expect([code, err]).toEqual([0, ""]);
  const { body, attributes } = JSON.parse(out) as { body: string; attributes: Record<string, { value: string }> };
  return { body: Buffer.from(body, "base64").toString(), attributes };
}

describe("in a run with claim checks", () => {
  it(
    "nobody reads a bucket through a queue or a topic that has none, and its owner's partners do",
    LIMITS,
    async () => {
      await sendPointer("plain", "in/partner-file");
      const size = { ExtendedPayloadSize: { type: "Number", value: String(SECRET.length) } };
      for (const endpoint of ["out", "copies"])
        expect(await taken(endpoint)).toEqual({ body: POINTER("in/partner-file"), attributes: size });
      await sendPointer("bodies", "in/partner-file");
      expect(await taken("out")).toEqual({ body: SECRET, attributes: {} });
      const pointer = `{"url":"gs://b-top/in/partner-file","bytes":${SECRET.length}}`;
      await hopspan("send", "src", pointer, "-a", "hopspan-claim=1");
      expect(await taken("fin")).toEqual({
        body: pointer,
        attributes: { "hopspan-claim": { type: "String", value: "1" } },
      });
    },
  );

  it(
    "a dead pointer is shown with the reason, as it lies there: to a folder as well as to nothing",
    LIMITS,
    async () => {
      mkdirSync(join(claims, "b-cl/in/folder"));
      for (const key of ["in/gone", "in/folder"]) {
        await sendPointer("bodies", key);
        const { body, attributes } = await taken("bodies.dead");
        expect(body).toBe(POINTER(key));
        expect(JSON.parse(attributes["hopspan-dead"]?.value ?? "")).toMatchObject({
          code: "CLAIM_GONE",
          link: "shop/way-out",
        });
      }
      await sendPointer("bodies", "in/gone");
      const shown = await hopspan("receive", "bodies.dead", "--count", "1");
      expect([shown.code, shown.out]).toEqual([0, expect.stringMatching(/hopspan-dead[^\n]*CLAIM_GONE[^\n]*is gone/)]);
    },
  );

  it("send refuses a body that no function would fetch", LIMITS, async () => {
    writeFileSync(join(folder, "large"), Buffer.alloc(34_000_000, "x"));
    for (const endpoint of ["bodies", "top"]) {
      const { code, out, err } = await hopspan("send", endpoint, "--file", "large");
      expect([code, out, err]).toEqual([
        1,
        "",
        expect.stringMatching(/refused the message: [^\n]* 34000000 bytes: at most 33554432 [^\n]*\n$/),
      ]);
    }
  });
});
