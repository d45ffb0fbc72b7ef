import { expect } from "vitest";
import { type Check, docs, refusal, rpc, seconds } from "./check.ts";

const NAMES = docs("pubsub-basics#resource_names");

/** What a topic may be called. */
const names: readonly Check[] = [
  ...[
    ["starts with a digit", "1orders"],
    ["starts with goog", "google-orders"],
    ["has two characters", "ab"],
    ["has 256 characters", "a".repeat(256)],
    ["holds a blank", "or ders"],
    ["holds an asterisk", "orders*"],
  ].map(([what = "", id = ""]) => ({
    name: `a topic whose ID ${what} is refused`,
    says: NAMES,
    async run({ publisher, name }: Parameters<Check["run"]>[0]) {
      expect(await refusal(publisher.createTopic({ name: name("topics", id) }))).toBe("INVALID_ARGUMENT");
    },
  })),
  {
    name: "a topic may have 255 letters, digits and each of -_.~+%",
    says: NAMES,
    async run({ topic, name }) {
      const full = name("topics", `aZ09-_.~+%${"x".repeat(245)}`);
      expect(await topic({ name: full })).toBe(full);
    },
  },
  {
    name: "a topic without a project in its name is refused",
    says: rpc("topic"),
    async run({ publisher }) {
      expect(await refusal(publisher.createTopic({ name: "orders" }))).toBe("INVALID_ARGUMENT");
    },
  },
];

/** Making, finding, changing and deleting. */
const lives: readonly Check[] = [
  {
    name: "a topic that exists can't be created again",
    says: rpc("google.pubsub.v1.Publisher.CreateTopic"),
    async run({ topic, publisher }) {
      expect(await refusal(publisher.createTopic({ name: await topic() }))).toBe("ALREADY_EXISTS");
    },
  },
  {
    name: "a topic shows the labels it was created with",
    says: docs("labels"),
    async run({ topic, publisher }) {
      const name = await topic({ labels: { team: "a-1", empty_value: "" } });
      const [{ labels }] = await publisher.getTopic({ topic: name });
      expect(labels).toEqual({ team: "a-1", empty_value: "" });
    },
  },
  ...(
    [
      ["a key of capital letters", { Team: "a" }],
      ["a key that starts with a digit", { "1a": "a" }],
      ["a value of capital letters", { team: "A" }],
      ["a value of 64 characters", { team: "a".repeat(64) }],
      ["a key of 64 characters", { ["a".repeat(64)]: "a" }],
      ["65 labels", Object.fromEntries(Array.from({ length: 65 }, (_, n) => [`a${n}`, "b"]))],
    ] as const
  ).map(([what, labels]) => ({
    name: `a topic with ${what} is refused`,
    says: docs("labels#requirements_for_labels"),
    async run({ publisher, name }: Parameters<Check["run"]>[0]) {
      expect(await refusal(publisher.createTopic({ name: name("topics"), labels }))).toBe("INVALID_ARGUMENT");
    },
  })),
  {
    name: "a topic that is not there is not found",
    says: rpc("google.pubsub.v1.Publisher.GetTopic"),
    async run({ publisher, name }) {
      expect(await refusal(publisher.getTopic({ topic: name("topics") }))).toBe("NOT_FOUND");
      expect(await refusal(publisher.deleteTopic({ topic: name("topics") }))).toBe("NOT_FOUND");
    },
  },
  {
    name: "an update changes what its mask names and nothing else",
    says: rpc("updatetopicrequest"),
    async run({ topic, publisher }) {
      const name = await topic({ labels: { a: "1" }, messageRetentionDuration: seconds(600) });
      const updateMask = { paths: ["labels"] };
      const [{ labels, messageRetentionDuration }] = await publisher.updateTopic({
        topic: { name, labels: { b: "2" }, messageRetentionDuration: seconds(700) },
        updateMask,
      });
      expect([labels, Number(messageRetentionDuration?.seconds)]).toEqual([{ b: "2" }, 600]);
    },
  },
  {
    name: "an update of a topic without a mask is refused",
    says: rpc("updatetopicrequest"),
    async run({ topic, publisher }) {
      const update = publisher.updateTopic({ topic: { name: await topic() }, updateMask: { paths: [] } });
      expect(await refusal(update)).toBe("INVALID_ARGUMENT");
    },
  },
  {
    name: "an update of a topic's name is refused",
    says: rpc("updatetopicrequest"),
    async run({ topic, publisher }) {
      const update = publisher.updateTopic({ topic: { name: await topic() }, updateMask: { paths: ["name"] } });
      expect(await refusal(update)).toBe("INVALID_ARGUMENT");
    },
  },
  ...[599, 2_678_401].map((count) => ({
    name: `a topic that keeps messages for ${count} seconds is refused`,
    says: rpc("topic"),
    async run({ publisher, name }: Parameters<Check["run"]>[0]) {
      const call = publisher.createTopic({ name: name("topics"), messageRetentionDuration: seconds(count) });
      expect(await refusal(call)).toBe("INVALID_ARGUMENT");
    },
  })),
  {
    name: "a topic keeps its key and its storage policy",
    says: rpc("topic"),
    async run({ topic, publisher }) {
      const kmsKeyName = "projects/p/locations/europe-west1/keyRings/r/cryptoKeys/k";
      const messageStoragePolicy = { allowedPersistenceRegions: ["europe-west1"] };
      const [got] = await publisher.getTopic({ topic: await topic({ kmsKeyName, messageStoragePolicy }) });
      expect([got.kmsKeyName, got.messageStoragePolicy?.allowedPersistenceRegions]).toEqual([
        kmsKeyName,
        ["europe-west1"],
      ]);
    },
  },
];

/** Topics: names and lives. */
export const topicChecks: readonly Check[] = [...names, ...lives];
