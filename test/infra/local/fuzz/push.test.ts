import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pubsubSource } from "../../../../shared/brokers/pubsub/source.ts";
import { DecodeError } from "../../../../shared/core/errors.ts";
import { mutated, mutatedBytes } from "./mutations.ts";
import { FUZZ_TIMEOUT_MS, RUNS } from "./runs.ts";

const FOLDER = join(import.meta.dirname, "../../../fixtures/pubsub");

const pushes = readdirSync(FOLDER).map((name) => readFileSync(join(FOLDER, name), "utf8"));

const source = pubsubSource(
  { broker: "pubsub", name: "orders", project: "earth", topic: "orders", region: "europe-west1", ordered: false },
  "billing",
  () => 0,
);

const body = fc.constantFrom(...pushes).chain((text) =>
  fc.oneof(
    mutated(JSON.parse(text)).map((value) => Buffer.from(JSON.stringify(value))),
    mutatedBytes(Buffer.from(text)),
  ),
);

describe("the source of pushes", () => {
  it(
    "makes one delivery of whatever is pushed, which opens or says that it can't be",
    () => {
      const property = fc.property(body, (bytes) => {
        const deliveries = source.receive({ headers: { "content-type": "application/json" }, body: bytes });
        expect(deliveries).toHaveLength(1);
        try {
          deliveries[0]?.open();
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(DecodeError);
        }
      });
      fc.assert(property, RUNS);
    },
    FUZZ_TIMEOUT_MS,
  );
});
