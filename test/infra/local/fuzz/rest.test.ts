import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aServer, aSubscription } from "../pubsub/a-server.ts";
import { mutated, mutatedBytes } from "./mutations.ts";
import { PUBSUB_REQUESTS } from "./pubsub-requests.ts";
import { FUZZ_TIMEOUT_MS, RUNS } from "./runs.ts";

/** As JSON has them: durations and times are texts. */
const inJson = (fields: object): string =>
  JSON.stringify(fields)
    .replace(/\{"seconds":(\d{10})\}/g, '"2026-01-01T00:00:00Z"')
    .replace(/\{"seconds":(\d+)\}/g, '"$1s"')
    .replace(/\{"paths":\["(\w+)"\]\}/g, '"$1"');

const requests = PUBSUB_REQUESTS.flatMap(({ rest, fields }) => {
  const [verb = "", path = ""] = rest?.split(" ") ?? [];
  const hasBody = verb !== "GET" && verb !== "DELETE";
  return rest === undefined ? [] : [{ verb, path, body: hasBody ? inJson(fields) : undefined }];
});

/** Escaped where it would be no request line at all, so that the path as such is what is odd. */
const asPath = (bytes: Buffer): string =>
  bytes.toString("latin1").replace(/[^!-~]|#/g, (each) => encodeURIComponent(each));

const odd = fc.constantFrom(...requests).chain(({ verb, path, body }) =>
  fc.record({
    verb: fc.oneof(
      { weight: 5, arbitrary: fc.constant(verb) },
      { weight: 1, arbitrary: fc.constantFrom("POST", "PUT", "PATCH") },
    ),
    path: fc.oneof(
      { weight: 3, arbitrary: fc.constant(path) },
      { weight: 1, arbitrary: mutatedBytes(Buffer.from(path)).map(asPath) },
    ),
    body:
      body === undefined
        ? fc.constant(undefined)
        : fc.oneof(
            { weight: 4, arbitrary: mutated(JSON.parse(body)).map((value) => Buffer.from(JSON.stringify(value))) },
            { weight: 1, arbitrary: mutatedBytes(Buffer.from(body)) },
          ),
  }),
);

/** What is wrong with an answer: nothing, where it is one that the service could give. Long waits are given up. */
async function complaint(host: string, verb: string, path: string, body: Buffer | undefined): Promise<unknown> {
  const init = body === undefined || verb === "GET" ? {} : { body: Uint8Array.from(body) };
  const answer = await fetch(`http://${host}/v1/${path}`, { method: verb, ...init });
  const text = await answer.text();
  const isFine = answer.status < 500 || answer.status === 501;
  return isFine && typeof JSON.parse(text) === "object" ? undefined : { verb, path, status: answer.status, text };
}

describe("the REST side of the Pub/Sub server", () => {
  it(
    "answers whatever comes in a request's place as the service could",
    async () => {
      const { server, client } = await aServer();
      await aSubscription(client);
      for (const { verb, path, body } of requests)
        expect(
          await complaint(server.host, verb, path, body === undefined ? undefined : Buffer.from(body)),
        ).toBeUndefined();
      const property = fc.asyncProperty(odd, async ({ verb, path, body }) => {
        // A pull that waits is none of the questions here: as many messages as there are bodies wait already.
        if (path.includes("pull")) server.engine.publish("projects/earth/topics/orders", [AMESSAGE]);
        expect(await complaint(server.host, verb, path, body)).toBeUndefined();
      });
      await fc.assert(property, RUNS);
      const [made] = await client.createTopic("afterwards");
      expect(made.name).toBe("projects/earth/topics/afterwards");
    },
    FUZZ_TIMEOUT_MS,
  );
});

const AMESSAGE = { data: Buffer.from("x"), attributes: new Map<string, string>(), orderingKey: "" };
