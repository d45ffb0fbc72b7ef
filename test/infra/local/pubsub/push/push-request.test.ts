import { describe, expect, it } from "vitest";
import { pushRequest } from "../../../../../infra/local/pubsub/push/push-request.ts";
import { readPush } from "../../../../../shared/brokers/pubsub/push.ts";

const SUBSCRIPTION = "projects/earth/subscriptions/billing";
const PUBLISHED_AT = Date.parse("2026-01-02T03:04:05.678Z");

const delivered = (attributes: Record<string, string>, orderingKey = "", attempt: number | undefined = undefined) => ({
  ackId: "1:0:1",
  bytes: 3,
  attempt,
  message: {
    id: "17",
    data: Buffer.from([1, 2, 255]),
    attributes: new Map(Object.entries(attributes)),
    orderingKey,
    publishedAt: PUBLISHED_AT,
  },
});

const ENDPOINT = "http://127.0.0.1:9/push";
const to = (form: "wrapped" | "bare" | "bare-with-headers", endpoint = ENDPOINT) => ({ form, endpoint });

describe("a push", () => {
  it("says what event it is where Eventarc has set the subscription up", () => {
    const endpoint = `${ENDPOINT}?__GCP_CloudEventsMode=CUSTOM_PUBSUB_projects%2Fearth%2Ftopics%2Forders`;
    const { headers } = pushRequest(delivered({}), SUBSCRIPTION, to("wrapped", endpoint));
    expect(headers).toEqual({
      "content-type": "application/json",
      "ce-id": "17",
      "ce-source": "//pubsub.googleapis.com/projects/earth/topics/orders",
      "ce-specversion": "1.0",
      "ce-time": "2026-01-02T03:04:05.678Z",
      "ce-type": "google.cloud.pubsub.topic.v1.messagePublished",
    });
  });

  it("is wrapped in JSON with both spellings", () => {
    const { headers, body } = pushRequest(delivered({ a: "1" }, "key", 3), SUBSCRIPTION, to("wrapped"));
    expect(headers).toEqual({ "content-type": "application/json" });
    expect(JSON.parse(String(body))).toEqual({
      message: {
        attributes: { a: "1" },
        data: "AQL/",
        messageId: "17",
        message_id: "17",
        publishTime: "2026-01-02T03:04:05.678Z",
        publish_time: "2026-01-02T03:04:05.678Z",
        orderingKey: "key",
      },
      subscription: SUBSCRIPTION,
      deliveryAttempt: 3,
    });
  });

  it("says nothing of an ordering key or attempts where there are none", () => {
    const { message, ...rest } = JSON.parse(String(pushRequest(delivered({}), SUBSCRIPTION, to("wrapped")).body));
    expect(Object.keys(message)).toEqual([
      "attributes",
      "data",
      "messageId",
      "message_id",
      "publishTime",
      "publish_time",
    ]);
    expect(rest).toEqual({ subscription: SUBSCRIPTION });
  });

  it("is the data alone where it is bare", () => {
    const { headers, body } = pushRequest(delivered({ a: "1" }, "key", 3), SUBSCRIPTION, to("bare"));
    expect([headers, [...body]]).toEqual([{}, [1, 2, 255]]);
  });

  it("has what is known about a bare message in headers, where it is asked to", () => {
    const attributes = { "Content-Type": "text/plain", a: "ü" };
    const { headers, body } = pushRequest(delivered(attributes, "kéy", 3), SUBSCRIPTION, to("bare-with-headers"));
    expect([...body]).toEqual([1, 2, 255]);
    expect(headers).toEqual({
      "Content-Type": "text/plain",
      a: "Ã¼",
      "x-goog-pubsub-subscription-name": SUBSCRIPTION,
      "x-goog-pubsub-message-id": "17",
      "x-goog-pubsub-publish-time": "2026-01-02T03:04:05.678Z",
      "x-goog-pubsub-ordering-key": "kÃ©y",
      "x-goog-pubsub-delivery-attempt": "3",
    });
  });

  it("leaves out attributes that can't be headers, and lets none pass for what Pub/Sub says", () => {
    const attributes = { "two words": "1", "new-line": "a\nb", "content-length": "9", "x-goog-pubsub-message-id": "0" };
    const { headers } = pushRequest(delivered(attributes), SUBSCRIPTION, to("bare-with-headers"));
    expect(headers).toEqual({
      "x-goog-pubsub-subscription-name": SUBSCRIPTION,
      "x-goog-pubsub-message-id": "17",
      "x-goog-pubsub-publish-time": "2026-01-02T03:04:05.678Z",
    });
  });

  it.each(["wrapped", "bare-with-headers"] as const)("is understood by the functions that it is for: %s", (form) => {
    const { headers, body } = pushRequest(delivered({ a: "ü" }, "kéy", 3), SUBSCRIPTION, to(form));
    const pushed = readPush({ headers, body });
    expect({ ...pushed, wire: { ...pushed.wire, attributes: { ...pushed.wire.attributes } } }).toEqual({
      wire: {
        data: form === "wrapped" ? Uint8Array.of(1, 2, 255) : Buffer.from([1, 2, 255]),
        attributes: { a: "ü" },
        orderingKey: "kéy",
      },
      messageId: "17",
      publishedAt: PUBLISHED_AT,
      attempt: 3,
      subscription: SUBSCRIPTION,
    });
  });
});
