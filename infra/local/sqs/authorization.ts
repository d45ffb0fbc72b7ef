// What a request says of who has sent it: no key is checked, but what is there has to have the form of a signature.

import { SqsFault } from "./fault.ts";

/** KEY/DATE/REGION/sqs/aws4_request, as https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html has it. */
const CREDENTIAL = /\bCredential=[^/,\s]+\/\d{8}\/(?:[a-z0-9-]+\/)?sqs\/aws4_request\b/;

/** Throws `IncompleteSignature` for a header that is no signature of version 4. A request without one is taken as it is. */
export function checkAuthorization(authorization: string | undefined): void {
  if (authorization === undefined) return;
  const isWhole =
    /^AWS4-[A-Z0-9-]+ /.test(authorization) &&
    CREDENTIAL.test(authorization) &&
    /\bSignedHeaders=[^,\s]+/.test(authorization) &&
    /\bSignature=[0-9a-f]+/i.test(authorization);
  if (!isWhole)
    throw new SqsFault(
      "IncompleteSignature",
      "Authorization header requires 'Credential' of the service sqs, 'Signature' and 'SignedHeaders' parameters.",
    );
}
