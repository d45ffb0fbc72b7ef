import { expect } from "vitest";
import { type Check, docs, refusal } from "./check.ts";

const PAGE = docs("access-control");
const REST = docs("reference/rest/v1/projects.topics/setIamPolicy");

/** Policies. Nobody is kept from anything here: they are kept and shown. */
export const accessChecks: readonly Check[] = [
  {
    name: "a policy that is set is shown",
    says: PAGE,
    async run({ client, topic }) {
      const { iam } = client.topic(await topic());
      const bindings = [{ role: "roles/pubsub.publisher", members: ["allUsers"] }];
      await iam.setPolicy({ bindings });
      expect((await iam.getPolicy())[0]).toMatchObject({ bindings });
    },
  },
  {
    name: "a policy that was never set is empty",
    says: docs("reference/rest/v1/projects.topics/getIamPolicy"),
    async run({ client, subscription }) {
      const { subscription: name } = await subscription();
      expect((await client.subscription(name).iam.getPolicy())[0].bindings ?? []).toEqual([]);
    },
  },
  {
    name: "a policy with an old etag is refused",
    says: REST,
    async run({ client, topic }) {
      const { iam } = client.topic(await topic());
      const [old] = await iam.setPolicy({ bindings: [] });
      await iam.setPolicy({ bindings: [{ role: "roles/pubsub.viewer", members: ["allUsers"] }] });
      expect(await refusal(iam.setPolicy({ bindings: [], ...(old.etag ? { etag: old.etag } : {}) }))).toBe("ABORTED");
    },
  },
  {
    name: "permissions that one has are given back",
    says: docs("reference/rest/v1/projects.topics/testIamPermissions"),
    open: "Who asks: nobody says who they are here, so everybody has all.",
    async run({ client, topic }) {
      const [permissions] = await client.topic(await topic()).iam.testPermissions(["pubsub.topics.publish"]);
      expect(permissions).toEqual({ "pubsub.topics.publish": true });
    },
  },
  {
    name: "a policy of a topic that is not there is not found",
    says: docs("reference/rest/v1/projects.topics/getIamPolicy"),
    async run({ client, name }) {
      expect(await refusal(client.topic(name("topics")).iam.getPolicy())).toBe("NOT_FOUND");
    },
  },
  {
    name: "permissions of a topic that is not there are none, and no error",
    says: docs("reference/rest/v1/projects.topics/testIamPermissions"),
    async run({ rest, name }) {
      const body = { permissions: ["pubsub.topics.get"] };
      expect(await rest("POST", `${name("topics")}:testIamPermissions`, body)).toEqual({ status: 200, body: {} });
    },
  },
];
