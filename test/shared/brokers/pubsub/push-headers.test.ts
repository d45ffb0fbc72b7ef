import { describe, expect, it } from "vitest";
import { attributeHeaders } from "../../../../shared/brokers/pubsub/push-headers.ts";

/** What a push of Google's has by the time that a function on Cloud Run sees it. */
const usual = {
  host: "pubsub-to-sqs-4k2x7q6gya-ew.a.run.app",
  "content-length": "25",
  accept: "application/json",
  from: "noreply@google.com",
  "user-agent": "APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)",
  authorization: "Bearer eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl",
  "x-cloud-trace-context": "a9e38a2b7936e87ec6194e47c87d9d67/13923462220437292968",
  "x-forwarded-proto": "https",
  "x-forwarded-for": "66.249.84.161",
  forwarded: 'for="66.249.84.161";proto=https',
  "accept-encoding": "gzip, deflate, br",
  "x-goog-pubsub-message-id": "1",
  "x-goog-pubsub-subscription-name": "projects/shop/subscriptions/orders-out",
};

const named = (headers: Parameters<typeof attributeHeaders>[0]) => Object.fromEntries(attributeHeaders(headers));

describe("attributeHeaders", () => {
  it("finds no attribute in a push whose message has none", () => {
    expect(named(usual)).toEqual({});
    expect(named({ ...usual, "user-agent": "CloudPubSub-Google" })).toEqual({});
  });

  it.each([
    ["from", "Alice <alice@example.com>"],
    ["from", "noreply@google.com.example"],
    ["date", "2026-02-26"],
    ["via", "Rotterdam"],
    ["accept", "no"],
    ["accept", "text/html"],
    ["accept-encoding", "identity"],
    ["accept-charset", "utf-8"],
    ["accept-language", "de"],
    ["user-agent", "till 7"],
    ["user-agent", "APIs-Googled"],
    ["cookie", "session=1"],
    ["cache-control", "no-store"],
    ["pragma", "x"],
    ["proxy-status", "x"],
    ["function-execution-id", "x"],
    ["x-appengine-country", "DE"],
    ["x-forwarded-host", "x"],
    ["content-type", "application/json"],
    ["content-encoding", "gzip"],
    ["traceparent", "00-a9e38a2b7936e87ec6194e47c87d9d67-c13a131eacbc87a8-00"],
    ["hopspan", '{"v":1}'],
    ["__proto__", "x"],
  ])("keeps an attribute that is named as a header may be: %s = %s", (name, value) => {
    expect(attributeHeaders({ ...usual, ...JSON.parse(JSON.stringify({ [name]: value })) })).toContainEqual([
      name,
      value,
    ]);
  });

  it("tells an attribute from a header of the same name, where both come", () => {
    expect(named({ ...usual, from: ["noreply@google.com", "alice"], accept: ["yes", "application/json"] })).toEqual({
      from: "alice",
      accept: "yes",
    });
  });

  it("joins several of one name, and leaves out those without a value", () => {
    expect(named({ team: ["a", "b"], none: [], nothing: undefined, empty: "" })).toEqual({ team: "a, b", empty: "" });
  });

  it.each([
    ...["authorization", "x-serverless-authorization", "host", "connection", "content-length", "transfer-encoding"],
    ...["x-forwarded-for", "x-forwarded-proto", "forwarded", "x-cloud-trace-context", "x-goog-pubsub-ordering-key"],
  ])("never takes %s for an attribute: it is the transport's, or a secret", (name) => {
    expect(named({ [name]: "anything" })).toEqual({});
  });
});
