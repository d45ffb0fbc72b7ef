import { describe, expect, it } from "vitest";
import { findings } from "../../../infra/kubemq/findings.ts";
import { hopRetry } from "../../../infra/kubemq/retry.ts";
import { settingsAt } from "../../../infra/kubemq/tables.ts";

/** What a hop gets, and the keys that something is said of. */
function retryOf(properties: object, ...brokers: readonly ("sqs" | "pubsub")[]) {
  const found = findings(() => ({}));
  const retry = hopRetry(settingsAt(properties, [], found), new Set(brokers), found);
  return [retry, found.list().map(({ message }) => message.split(" ", 1)[0])];
}

const DELAY = "retry_delay_milliseconds";
const TYPE = "retry_delay_type";

describe("retries", () => {
  it.each<readonly [object, object | undefined, readonly string[]]>([
    [{}, undefined, []],
    [{ retry_attempts: "7" }, { attempts: 7 }, []],
    [{ retry_attempts: 3 }, { attempts: 5 }, ["retry_attempts"]],
    [{ retry_attempts: 101 }, { attempts: 100 }, ["retry_attempts"]],
    [{ retry_attempts: "many" }, undefined, ["retry_attempts"]],
    [{ [DELAY]: 0 }, { firstDelaySeconds: 0, maxDelaySeconds: 0 }, []],
    [{ [DELAY]: 100 }, { firstDelaySeconds: 1, maxDelaySeconds: 1 }, [DELAY]],
    [{ [DELAY]: 30_000 }, { firstDelaySeconds: 1, maxDelaySeconds: 30 }, []],
    [{ [DELAY]: 900_000, [TYPE]: "back-off" }, { firstDelaySeconds: 1, maxDelaySeconds: 600 }, [DELAY]],
    [{ [DELAY]: 2_000, [TYPE]: "fixed" }, { firstDelaySeconds: 2, maxDelaySeconds: 2 }, []],
    [{ [DELAY]: 2_000, [TYPE]: "random" }, { firstDelaySeconds: 0, maxDelaySeconds: 2 }, [TYPE]],
    [{ [TYPE]: "fixed" }, { firstDelaySeconds: 1, maxDelaySeconds: 1 }, []],
    [{ retry_max_jitter_milliseconds: 5 }, undefined, ["retry_max_jitter_milliseconds"]],
  ])("from a topic, %o become %o", (properties, expected, told) => {
    expect(retryOf(properties, "pubsub")).toEqual([expected, told]);
  });

  it("from a queue are attempts alone, and the rest is named", () => {
    const properties = { retry_attempts: 3, [DELAY]: 1_500, [TYPE]: "fixed" };
    expect(retryOf(properties, "sqs")).toEqual([{ attempts: 3 }, [DELAY, TYPE]]);
    expect(retryOf({ retry_attempts: 5_000 }, "sqs")).toEqual([{ attempts: 1_000 }, ["retry_attempts"]]);
  });

  it("from both are such as either takes", () => {
    expect(retryOf({ retry_attempts: 3 }, "sqs", "pubsub")).toEqual([{ attempts: 5 }, ["retry_attempts"]]);
  });
});
