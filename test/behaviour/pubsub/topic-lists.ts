import { expect } from "vitest";
import { type Check, refusal, rpc } from "./check.ts";

/** Lists. */
export const topicListChecks: readonly Check[] = [
  {
    name: "topics are listed page by page",
    says: rpc("listtopicsrequest"),
    async run({ topic, publisher, project }) {
      for (let n = 0; n < 3; n++) await topic();
      const request = { project: `projects/${project}`, pageSize: 2 };
      const [first, , { nextPageToken: pageToken } = {}] = await publisher.listTopics(request, { autoPaginate: false });
      const [rest] = await publisher.listTopics({ ...request, pageToken: pageToken ?? "" }, { autoPaginate: false });
      expect([first.length, rest.length]).toEqual([2, 1]);
    },
  },
  {
    name: "topics of other projects are not listed",
    says: rpc("listtopicsrequest"),
    async run({ topic, publisher, project }) {
      await topic();
      expect((await publisher.listTopics({ project: `projects/${project}x` }))[0]).toEqual([]);
    },
  },
  {
    name: "a topic lists the names of its subscriptions",
    says: rpc("listtopicsubscriptionsresponse"),
    async run({ subscription, publisher }) {
      const { topic, subscription: name } = await subscription();
      expect((await publisher.listTopicSubscriptions({ topic }))[0]).toEqual([name]);
    },
  },
  {
    name: "the subscriptions of a topic that is not there are not found",
    says: rpc("google.pubsub.v1.Publisher.ListTopicSubscriptions"),
    async run({ publisher, name }) {
      expect(await refusal(publisher.listTopicSubscriptions({ topic: name("topics") }))).toBe("NOT_FOUND");
    },
  },
  {
    name: "a subscription of a deleted topic says that the topic is deleted",
    says: rpc("google.pubsub.v1.Publisher.DeleteTopic"),
    async run({ subscription, publisher, subscriber }) {
      const { topic, subscription: name } = await subscription();
      await publisher.deleteTopic({ topic });
      expect((await subscriber.getSubscription({ subscription: name }))[0].topic).toBe("_deleted-topic_");
    },
  },
  {
    name: "a deleted topic can be created anew, without its old subscriptions",
    says: rpc("google.pubsub.v1.Publisher.DeleteTopic"),
    async run({ subscription, topic: make, publisher }) {
      const { topic } = await subscription();
      await publisher.deleteTopic({ topic });
      await make({ name: topic });
      expect((await publisher.listTopicSubscriptions({ topic }))[0]).toEqual([]);
    },
  },
  {
    name: "messages of a deleted topic can still be pulled",
    says: rpc("google.pubsub.v1.Publisher.DeleteTopic"),
    open: "The reference says only that existing subscriptions are not deleted; what they hold is taken to stay.",
    async run({ subscription, publisher, publish, pull }) {
      const { topic, subscription: name } = await subscription();
      await publish(topic, "a");
      await publisher.deleteTopic({ topic });
      expect(await pull(name)).toHaveLength(1);
    },
  },
];
