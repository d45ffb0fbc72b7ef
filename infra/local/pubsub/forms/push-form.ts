// Between a push config as the wire has it and where the pusher is to send.

import { invalid } from "../fault.ts";
import type { PushTarget } from "../settings.ts";
import { type Fields, part, refuseUnbuilt, textField, textMap } from "./fields.ts";

/** The only form of a push that is left; the official client may name it, by either of its names. */
const VERSION = { "x-goog-version": "v1" };
const VERSIONS = ["v1", "v1beta2"];

/**
 * Nothing for a subscription that is pulled: an empty endpoint means that. Unlike the service it takes plain HTTP as
 * well, for what runs on this machine. Throws `INVALID_ARGUMENT` or `UNIMPLEMENTED` by the name of the field.
 */
export function toPushTarget(config: Fields | undefined): PushTarget | undefined {
  const endpoint = textField(config ?? {}, "pushEndpoint");
  if (config === undefined || endpoint === "") return undefined;
  if (!URL.canParse(endpoint) || !/^https?:$/.test(new URL(endpoint).protocol))
    throw invalid("Unsupported push_endpoint: expected an http or https URL.");
  refuseUnbuilt("push_config", config, ["pushEndpoint", "attributes", "pubsubWrapper", "noWrapper", "oidcToken"]);
  refuseAttributes(textMap(config, "attributes"));
  const bare = part(config, "noWrapper");
  const identity = identityOf(part(config, "oidcToken"));
  if (bare === undefined) return { endpoint, form: "wrapped", ...identity };
  return { endpoint, form: bare["writeMetadata"] === true ? "bare-with-headers" : "bare", ...identity };
}

function identityOf(token: Fields | undefined): Pick<PushTarget, "identity"> {
  if (token === undefined) return {};
  const [serviceAccount, audience] = [textField(token, "serviceAccountEmail"), textField(token, "audience")];
  if (!/^[^@\s]+@[^@\s]+$/.test(serviceAccount))
    throw invalid("push_config.oidc_token.service_account_email must be the email of a service account.");
  return { identity: { serviceAccount, audience: audience === "" ? undefined : audience } };
}

/** As an answer shows it: empty for a subscription that is pulled. */
export function fromPushConfig(target: PushTarget | undefined): Fields {
  if (target === undefined) return {};
  const { endpoint, form, identity } = target;
  const wrapper = form === "wrapped" ? {} : { noWrapper: { writeMetadata: form === "bare-with-headers" } };
  const token = identity && { serviceAccountEmail: identity.serviceAccount, audience: identity.audience };
  return { pushEndpoint: endpoint, attributes: VERSION, ...wrapper, ...(token && { oidcToken: token }) };
}

function refuseAttributes({ "x-goog-version": version = "v1", ...others }: Readonly<Record<string, string>>): void {
  if (!VERSIONS.includes(version) || Object.keys(others).length > 0)
    throw invalid("Unsupported push_config.attributes: expected x-goog-version alone, as v1.");
}
