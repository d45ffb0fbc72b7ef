// The definition of google.iam.v1.IAMPolicy as far as it is served: the client's package has it in no file of its own.

import type { INamespace } from "protobufjs";

/** A message's fields by name, as type and number. */
type Message = Readonly<Record<string, readonly [type: string, id: number, rule?: "repeated"]>>;

/** https://github.com/googleapis/googleapis/tree/master/google/iam/v1 */
const MESSAGES: Readonly<Record<string, Message>> = {
  GetPolicyOptions: { requestedPolicyVersion: ["int32", 1] },
  Expr: { expression: ["string", 1], title: ["string", 2], description: ["string", 3], location: ["string", 4] },
  Binding: { role: ["string", 1], members: ["string", 2, "repeated"], condition: ["Expr", 3] },
  Policy: { version: ["int32", 1], bindings: ["Binding", 4, "repeated"], etag: ["bytes", 3] },
  SetIamPolicyRequest: {
    resource: ["string", 1],
    policy: ["Policy", 2],
    updateMask: [".google.protobuf.FieldMask", 3],
  },
  GetIamPolicyRequest: { resource: ["string", 1], options: ["GetPolicyOptions", 2] },
  TestIamPermissionsRequest: { resource: ["string", 1], permissions: ["string", 2, "repeated"] },
  TestIamPermissionsResponse: { permissions: ["string", 1, "repeated"] },
};

const method = (requestType: string, responseType: string) => ({ requestType, responseType, comment: "" });

/** Stands at `google.iam` beside what the client's own package defines. */
export const IAM_DEFINITION: INamespace = {
  nested: {
    v1: {
      nested: {
        IAMPolicy: {
          methods: {
            SetIamPolicy: method("SetIamPolicyRequest", "Policy"),
            GetIamPolicy: method("GetIamPolicyRequest", "Policy"),
            TestIamPermissions: method("TestIamPermissionsRequest", "TestIamPermissionsResponse"),
          },
        },
        ...Object.fromEntries(
          Object.entries(MESSAGES).map(([name, fields]) => [
            name,
            {
              fields: Object.fromEntries(
                Object.entries(fields).map(([field, [type, id, rule]]) => [field, { type, id, ...(rule && { rule }) }]),
              ),
            },
          ]),
        ),
      },
    },
  },
};
