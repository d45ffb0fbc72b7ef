// All that the server can do, by service and name: a new method is one function and one line here.

import { acknowledge, modifyAckDeadline } from "./methods/ack-methods.ts";
import * as iam from "./methods/iam-methods.ts";
import type { Method } from "./methods/method.ts";
import { publish } from "./methods/publish-method.ts";
import { pull } from "./methods/pull-method.ts";
import * as replay from "./methods/replay-methods.ts";
import * as schemas from "./methods/schema-methods.ts";
import * as subscriptions from "./methods/subscription-methods.ts";
import * as topics from "./methods/topic-methods.ts";

/** By service and method as google.pubsub.v1 and google.iam.v1 name them; what isn't here, StreamingPull apart, is refused by name. */
export const METHODS: ReadonlyMap<string, ReadonlyMap<string, Method>> = new Map([
  [
    "Publisher",
    new Map([
      ["CreateTopic", topics.createTopic],
      ["GetTopic", topics.getTopic],
      ["UpdateTopic", topics.updateTopic],
      ["ListTopics", topics.listTopics],
      ["ListTopicSubscriptions", topics.listTopicSubscriptions],
      ["ListTopicSnapshots", topics.listTopicSnapshots],
      ["DeleteTopic", topics.deleteTopic],
      ["DetachSubscription", subscriptions.detachSubscription],
      ["Publish", publish],
    ]),
  ],
  [
    "Subscriber",
    new Map([
      ["CreateSubscription", subscriptions.createSubscription],
      ["GetSubscription", subscriptions.getSubscription],
      ["UpdateSubscription", subscriptions.updateSubscription],
      ["ListSubscriptions", subscriptions.listSubscriptions],
      ["DeleteSubscription", subscriptions.deleteSubscription],
      ["ModifyPushConfig", subscriptions.modifyPushConfig],
      ["Seek", replay.seek],
      ["CreateSnapshot", replay.createSnapshot],
      ["GetSnapshot", replay.getSnapshot],
      ["UpdateSnapshot", replay.updateSnapshot],
      ["ListSnapshots", replay.listSnapshots],
      ["DeleteSnapshot", replay.deleteSnapshot],
      ["Pull", pull],
      ["Acknowledge", acknowledge],
      ["ModifyAckDeadline", modifyAckDeadline],
    ]),
  ],
  [
    "SchemaService",
    new Map([
      ["CreateSchema", schemas.createSchema],
      ["GetSchema", schemas.getSchema],
      ["ListSchemas", schemas.listSchemas],
      ["ListSchemaRevisions", schemas.listSchemaRevisions],
      ["CommitSchema", schemas.commitSchema],
      ["RollbackSchema", schemas.rollbackSchema],
      ["DeleteSchemaRevision", schemas.deleteSchemaRevision],
      ["DeleteSchema", schemas.deleteSchema],
      ["ValidateSchema", schemas.validateSchema],
      ["ValidateMessage", schemas.validateMessage],
    ]),
  ],
  [
    "IAMPolicy",
    new Map([
      ["GetIamPolicy", iam.getIamPolicy],
      ["SetIamPolicy", iam.setIamPolicy],
      ["TestIamPermissions", iam.testIamPermissions],
    ]),
  ],
]);
