import { createPublicKey, type JsonWebKey, verify } from "node:crypto";
import { OAuth2Client } from "google-auth-library";
import { expect } from "vitest";
import { pushed } from "./an-endpoint.ts";
import { type Check, docs } from "./check.ts";

/** What a push says of who sends it. */
export const pushIdentityChecks: readonly Check[] = [
  {
    name: "a push carries a token that says who sends it and for whom",
    says: docs("authenticate-push-subscriptions"),
    run: (world) =>
      pushed(
        world,
        async (to, { topic }) => {
          await world.publish(topic, "a");
          await to.until(1);
          const { authorization = "" } = to.pushes[0]?.headers ?? {};
          const endpoints = { oauth2FederatedSignonPemCertsUrl: `http://${world.host}/oauth2/v1/certs` };
          const verifier = new OAuth2Client({ endpoints });
          const ticket = await verifier.verifyIdToken({
            idToken: authorization.replace("Bearer ", ""),
            audience: "me",
          });
          expect(ticket.getPayload()).toMatchObject({
            iss: "https://accounts.google.com",
            aud: "me",
            email: "pusher@check.iam.gserviceaccount.com",
            email_verified: true,
          });
        },
        { config: { oidcToken: { serviceAccountEmail: "pusher@check.iam.gserviceaccount.com", audience: "me" } } },
      ),
  },
  {
    name: "a token is signed with a key that the key set has",
    says: "https://developers.google.com/identity/openid-connect/openid-connect#validatinganidtoken",
    open: "Where: Google has it at www.googleapis.com/oauth2/v3/certs; a stand-in can only have it at its own host.",
    run: (world) =>
      pushed(
        world,
        async (to, { topic }) => {
          await world.publish(topic, "a");
          await to.until(1);
          const [head = "", claims = "", signature = ""] = (to.pushes[0]?.headers.authorization ?? "")
            .slice(7)
            .split(".");
          const { kid, alg } = JSON.parse(Buffer.from(head, "base64url").toString());
          const { keys } = (await (await fetch(`http://${world.host}/oauth2/v3/certs`)).json()) as {
            keys: JsonWebKey[];
          };
          const key = createPublicKey({ key: keys.find((each) => each["kid"] === kid) ?? {}, format: "jwk" });
          expect(alg).toBe("RS256");
          const signed = Buffer.from(`${head}.${claims}`);
          expect(verify("sha256", signed, key, Buffer.from(signature, "base64url"))).toBe(true);
        },
        { config: { oidcToken: { serviceAccountEmail: "pusher@check.iam.gserviceaccount.com" } } },
      ),
  },
  {
    name: "a token without an audience is for the endpoint",
    says: docs("reference/rpc/google.pubsub.v1#oidctoken"),
    run: (world) =>
      pushed(
        world,
        async (to, { topic }) => {
          await world.publish(topic, "a");
          await to.until(1);
          const [, claims = ""] = (to.pushes[0]?.headers.authorization ?? "").split(".");
          expect(JSON.parse(Buffer.from(claims, "base64url").toString() || "{}").aud).toBe(to.url);
        },
        { config: { oidcToken: { serviceAccountEmail: "pusher@check.iam.gserviceaccount.com" } } },
      ),
  },
  {
    name: "a push to an endpoint of Eventarc says which event it is",
    says: "https://cloud.google.com/eventarc/standard/docs/cloudevents",
    open: "The mark in the endpoint's query is seen on subscriptions of triggers; no page tells of it.",
    run: (world) =>
      pushed(
        world,
        async (to, { topic }) => {
          const [id] = await world.publish(topic, "a");
          await to.until(1);
          expect(to.pushes[0]?.headers).toMatchObject({
            "ce-id": id,
            "ce-type": "google.cloud.pubsub.topic.v1.messagePublished",
            "ce-specversion": "1.0",
            "ce-source": "//pubsub.googleapis.com/projects/p/topics/t",
          });
        },
        { query: "?__GCP_CloudEventsMode=CUSTOM_PUBSUB_projects%2Fp%2Ftopics%2Ft" },
      ),
  },
];
