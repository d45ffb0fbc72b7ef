import { describe, expect, it } from "vitest";
import { anEngine, aQueue, faultOf } from "./an-engine.ts";

const arn = (name: string): string => `arn:aws:sqs:eu-west-1:111122223333:${name}`;
const redriveTo = (name: string): Record<string, string> => ({
  RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn(name), maxReceiveCount: "3" }),
});

describe("directory", () => {
  it("presets what the maker doesn't say", () => {
    const world = anEngine();
    const { arn: its, attributes } = world.engine.queues.get(aQueue(world, "q.fifo", { VisibilityTimeout: "060" }));
    expect(its).toBe(arn("q.fifo"));
    expect(Object.fromEntries(attributes)).toEqual({
      DelaySeconds: "0",
      MaximumMessageSize: "1048576",
      MessageRetentionPeriod: "345600",
      ReceiveMessageWaitTimeSeconds: "0",
      VisibilityTimeout: "60",
      SqsManagedSseEnabled: "true",
      FifoQueue: "true",
      ContentBasedDeduplication: "false",
      DeduplicationScope: "queue",
      FifoThroughputLimit: "perQueue",
    });
  });

  it("makes a queue again only with the same attributes", () => {
    const world = anEngine();
    aQueue(world, "q", { VisibilityTimeout: "60" });
    aQueue(world, "q", { VisibilityTimeout: "60" });
    aQueue(world, "q");
    expect(faultOf(() => aQueue(world, "q", { VisibilityTimeout: "61" }))).toBe("QueueNameExists");
    expect(faultOf(() => aQueue(world, "q", { Policy: "{}" }))).toBe("QueueNameExists");
  });

  it("takes away an attribute by an empty value", () => {
    const world = anEngine();
    aQueue(world, "dead");
    const queue = aQueue(world, "q", redriveTo("dead"));
    expect(world.engine.queues.sourcesOf("dead")).toEqual(["q"]);
    expect(world.engine.queues.get(queue).settings.redrive).toEqual({ deadLetterArn: arn("dead"), maxReceiveCount: 3 });
    world.engine.queues.configure(queue, new Map([["RedrivePolicy", ""]]));
    expect(world.engine.queues.get(queue).settings.redrive).toBeUndefined();
    expect(world.engine.queues.sourcesOf("dead")).toEqual([]);
  });

  const refused: readonly (readonly [string, string, Record<string, string>, string])[] = [
    ["a name with a dot", "a.b", {}, "InvalidParameterValue"],
    ["an empty stem", ".fifo", { FifoQueue: "true" }, "InvalidParameterValue"],
    ["a name of 81 characters", "x".repeat(81), {}, "InvalidParameterValue"],
    ["a FIFO attribute on a standard queue", "q", { FifoQueue: "true" }, "InvalidAttributeName"],
    ["an unknown attribute", "q", { Colour: "red" }, "InvalidAttributeName"],
    ["a visibility timeout over twelve hours", "q", { VisibilityTimeout: "43201" }, "InvalidAttributeValue"],
    ["a retention under a minute", "q", { MessageRetentionPeriod: "59" }, "InvalidAttributeValue"],
    ["a delay that is no number", "q", { DelaySeconds: "1.5" }, "InvalidAttributeValue"],
    ["an empty delay", "q", { DelaySeconds: "" }, "InvalidAttributeValue"],
    ["a redrive policy that is no JSON", "q", { RedrivePolicy: "{" }, "InvalidAttributeValue"],
    ["a dead-letter queue that isn't there", "q", redriveTo("gone"), "InvalidParameterValue"],
    [
      "a dead-letter queue of another region",
      "q",
      { RedrivePolicy: redriveTo("open")["RedrivePolicy"]?.replace("eu-west-1", "us-east-1") ?? "" },
      "InvalidParameterValue",
    ],
    ["a dead-letter queue of the other type", "q", redriveTo("dead.fifo"), "InvalidParameterValue"],
    ["a dead-letter queue that takes none", "q", redriveTo("closed"), "InvalidParameterValue"],
    ["a dead-letter queue that takes those of others", "q", redriveTo("picky"), "InvalidParameterValue"],
    [
      "an allow policy without its queues",
      "q",
      { RedriveAllowPolicy: '{"redrivePermission":"byQueue"}' },
      "InvalidAttributeValue",
    ],
    [
      "a limit per group without the scope",
      "q.fifo",
      { FifoThroughputLimit: "perMessageGroupId" },
      "InvalidAttributeValue",
    ],
  ];
  for (const [what, name, attributes, code] of refused)
    it(`refuses ${what}`, () => {
      const world = anEngine();
      aQueue(world, "dead.fifo");
      aQueue(world, "open");
      aQueue(world, "closed", { RedriveAllowPolicy: '{"redrivePermission":"denyAll"}' });
      const byQueue = { redrivePermission: "byQueue", sourceQueueArns: [arn("friend")] };
      aQueue(world, "picky", { RedriveAllowPolicy: JSON.stringify(byQueue) });
      expect(faultOf(() => aQueue(world, name, attributes))).toBe(code);
      expect(world.engine.queues.has(name)).toBe(false);
      aQueue(world, "friend", redriveTo("picky"));
      aQueue(world, "other", redriveTo("open"));
    });

  it("refuses a FIFO name without the FIFO attribute", () => {
    const { queues } = anEngine().engine;
    expect(faultOf(() => queues.create("q.fifo", new Map(), new Map()))).toBe("InvalidParameterValue");
  });
});
