// `hopspan wrap-key`: a new data key, wrapped by keys of either cloud or of both, ready to be put into the fabric file.

import { randomBytes } from "node:crypto";
import { stringify } from "yaml";
import type { z } from "zod";
import { keyContext } from "../../../shared/fabric/deployment/secret-plan.ts";
import { fabricName, gcpKmsKey, kmsKey, ownName } from "../../../shared/fabric/names.ts";
import { fabricText } from "../../../shared/fabric/read.ts";
import { readYaml } from "../../../shared/fabric/yaml-text.ts";
import { oneFile } from "../load-fabric.ts";
import { CommandError, EXIT, type Given, textOption, type Verb } from "../verb.ts";
import { wrapByAws } from "../wrap-key/wrap-by-aws.ts";
import { wrapByGoogle } from "../wrap-key/wrap-by-google.ts";

/** As long as the strongest key of AES, and what both KMS themselves give as a data key. */
const KEY_BYTES = 32;

/**
 * Ends with 0 once every key that was named has wrapped the new one; 1 where AWS refuses, 3 where a cloud does not answer or
 * lets nobody in. The data key itself is printed nowhere, and gone with the process.
 */
export const wrapKey: Verb = {
  usage: "NAME [FILE] [--aws-key ARN] [--google-key NAME]",
  about: "Makes a data key for a secret of FILE, wrapped by your keys in KMS",
  options: {
    "aws-key": { type: "string", value: "ARN", about: "the key of AWS KMS that wraps it, for hops that run on AWS" },
    "google-key": {
      type: "string",
      value: "NAME",
      about: "the key of Cloud KMS that wraps it, for hops that run on Google Cloud",
    },
  },
  examples: [
    'hopspan wrap-key card-key --aws-key "$AWS_KEY_ARN"',
    'hopspan wrap-key card-key fabric.yaml --aws-key "$AWS_KEY_ARN" --google-key "$GOOGLE_KEY_NAME"',
  ],
  async run(given, { out, err, environment }) {
    const { name, file, awsKey, googleKey } = wanted(given);
    const context = keyContext(await fabricOf(file, name), name);
    const plain = randomBytes(KEY_BYTES);
    try {
      const aws = awsKey === undefined ? undefined : await wrapByAws({ key: awsKey, plain, context }, environment);
      const gcp =
        googleKey === undefined ? undefined : await wrapByGoogle({ key: googleKey, plain, context }, environment);
      const wrappedBy = {
        ...(aws === undefined ? {} : { aws: { key: awsKey, ciphertext: aws } }),
        ...(gcp === undefined ? {} : { gcp: { key: googleKey, ciphertext: gcp } }),
      };
      out(stringify({ secrets: { [name]: { wrappedBy } } }, { lineWidth: 0 }).trimEnd());
      err(
        `a new data key of ${KEY_BYTES} bytes for ${context}: put this into ${file}; nobody but these keys can give it again`,
      );
      return EXIT.ok;
    } finally {
      plain.fill(0);
    }
  },
};

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
  return { name, file: oneFile("wrap-key", { words: files }), awsKey, googleKey };
}

function held(what: string, form: z.ZodString, text: string): void {
  const { error } = form.safeParse(text);
  if (error !== undefined) throw new CommandError(`${what} ${error.issues[0]?.message}`);
}

/** The fabric's name is enough: a hop that asks for the secret can't be sound before it is there. */
async function fabricOf(file: string, secret: string): Promise<string> {
  const { value } = readYaml(await fabricText(file), file);
  const { fabric, secrets }: { readonly fabric?: unknown; readonly secrets?: unknown } = Object(value);
  const { data } = fabricName.safeParse(fabric);
  if (data === undefined)
    throw new CommandError(`${file} has no fabric: NAME that can be read, and a data key is wrapped for one fabric`);
  if (Object.hasOwn(Object(secrets), secret))
    throw new CommandError(
      `${file} has a secret ${secret} already, and what that has sealed no other opens: give the new one another name, and let decrypt take both`,
    );
  return data;
}
