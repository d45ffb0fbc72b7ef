// `hopspan wrap-key`: a data key, wrapped by keys of either cloud or of both, ready to be put into the fabric file.

import { randomBytes } from "node:crypto";
import { stringify } from "yaml";
import type { z } from "zod";
import { keyContext } from "../../../shared/fabric/deployment/secret-plan.ts";
import { gcpKmsKey, kmsKey, ownName } from "../../../shared/fabric/names.ts";
import { oneFile } from "../load-fabric.ts";
import { CommandError, EXIT, type Given, type Terminal, textOption, type Verb } from "../verb.ts";
import { unwrapByAws, unwrapByGoogle } from "../wrap-key/unwrap-again.ts";
import { wrapByAws } from "../wrap-key/wrap-by-aws.ts";
import { wrapByGoogle } from "../wrap-key/wrap-by-google.ts";
import { type Wrapped, writtenSecret } from "../wrap-key/written-secret.ts";

/** As long as the strongest key of AES, and what both KMS themselves give as a data key. */
const KEY_BYTES = 32;

/**
 * Ends with 0 once every key that was named has wrapped it; 1 where AWS refuses to, 3 where a cloud does not answer, lets
 * nobody in, or does not unwrap. The data key itself is printed nowhere, and gone with the process.
 */
export const wrapKey: Verb = {
  usage: "NAME [FILE] [--aws-key ARN] [--google-key NAME] [--again]",
  about: "Makes a data key for a secret of FILE, wrapped by your keys in KMS",
  options: {
    "aws-key": { type: "string", value: "ARN", about: "the key of AWS KMS that wraps it, for hops that run on AWS" },
    "google-key": {
      type: "string",
      value: "NAME",
      about: "the key of Cloud KMS that wraps it, for hops that run on Google Cloud",
    },
    again: { type: "boolean", about: "wrap the one that FILE has already, and make none" },
  },
  examples: [
    'hopspan wrap-key card-key --aws-key "$AWS_KEY_ARN"',
    'hopspan wrap-key card-key fabric.yaml --aws-key "$AWS_KEY_ARN" --google-key "$GOOGLE_KEY_NAME"',
    'hopspan wrap-key card-key fabric.yaml --again --google-key "$GOOGLE_KEY_NAME"',
  ],
  async run(given, terminal) {
    const asked = wanted(given);
    const { name, file } = asked;
    const { fabric, isThere, wrapped } = await writtenSecret(file, name);
    const context = keyContext(fabric, name);
    if (isThere && !asked.again) throw thereAlready(file, name);
    if (asked.again && wrapped === undefined) throw new CommandError(`${file} has no data key ${name} to wrap again`);
    const plain =
      wrapped === undefined ? randomBytes(KEY_BYTES) : await plainOf(wrapped, asked, context, terminal.environment);
    try {
      const wrappedBy = { ...wrapped, ...(await wrappings(plain, asked, context, terminal.environment)) };
      terminal.out(stringify({ secrets: { [name]: { wrappedBy } } }, { lineWidth: 0 }).trimEnd());
    } finally {
      plain.fill(0);
    }
    const what = wrapped === undefined ? `a new data key of ${KEY_BYTES} bytes` : "the same data key";
    terminal.err(`${what} for ${context}: put this into ${file}; nobody but these keys can give it again`);
    return EXIT.ok;
  },
};

const thereAlready = (file: string, name: string) =>
  new CommandError(
    `${file} has a secret ${name} already, and what that has sealed no other opens: give the new one another name, and let decrypt take both; or have the same data key wrapped by another key, with --again`,
  );

type Asked = ReturnType<typeof wanted>;

/** By each key that was named. */
async function wrappings(
  plain: Uint8Array,
  { awsKey, googleKey }: Asked,
  context: string,
  environment: Terminal["environment"],
): Promise<Wrapped> {
  const aws = awsKey === undefined ? undefined : await wrapByAws({ key: awsKey, plain, context }, environment);
  const gcp = googleKey === undefined ? undefined : await wrapByGoogle({ key: googleKey, plain, context }, environment);
  return {
    ...(aws === undefined || awsKey === undefined ? {} : { aws: { key: awsKey, ciphertext: aws } }),
    ...(gcp === undefined || googleKey === undefined ? {} : { gcp: { key: googleKey, ciphertext: gcp } }),
  };
}

/** By the key that stays, where one does: that which is replaced may be of no use any more. */
async function plainOf(
  { aws, gcp }: Wrapped,
  { awsKey }: Asked,
  context: string,
  environment: Terminal["environment"],
): Promise<Uint8Array> {
  if (aws !== undefined && (awsKey === undefined || gcp === undefined))
    return unwrapByAws({ ...aws, context }, environment);
  if (gcp !== undefined) return unwrapByGoogle({ ...gcp, context }, environment);
  throw new CommandError("there is no key that has wrapped it");
}

/** Throws `CommandError` for a call that can't be meant: before a key is made. */
function wanted(given: Given) {
  const [name, ...files] = given.words;
  if (name === undefined)
    throw new CommandError("wrap-key needs the name that the secret will have: hopspan wrap-key NAME");
  const awsKey = textOption(given, "aws-key");
  const googleKey = textOption(given, "google-key");
  if (awsKey === undefined && googleKey === undefined)
    throw new CommandError("wrap-key needs a key that wraps it: --aws-key ARN, --google-key NAME, or both");
  held("the name", ownName, name);
  if (awsKey !== undefined) held("--aws-key", kmsKey, awsKey);
  if (googleKey !== undefined) held("--google-key", gcpKmsKey, googleKey);
  const again = given.options["again"] === true;
  return { name, file: oneFile("wrap-key", { words: files }), awsKey, googleKey, again };
}

function held(what: string, form: z.ZodString, text: string): void {
  const { error } = form.safeParse(text);
  if (error !== undefined) throw new CommandError(`${what} ${error.issues[0]?.message}`);
}
