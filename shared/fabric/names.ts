// The forms that names have: the fabric's own, AWS's and Google Cloud's, each with the words that say what is expected.

import { z } from "zod";

/** A text of one form. The same words answer a wrong type and a wrong text, so they must say all that is expected. */
const form = (pattern: RegExp, expected: string) => {
  const error = `must be ${expected}`;
  return z.string({ error }).regex(pattern, { error });
};

const SHORT = "a name: a lower-case letter, then up to 39 of a-z, 0-9 and single dashes, none at the end";

/**
 * The name of an endpoint, a hop or a secret: part of queue names, subscription names and trails. At most 40. Two dashes
 * stand between the names that another name is made of, so none has them itself.
 */
export const ownName = form(/^(?=.{1,40}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/, SHORT);

/**
 * Like any other name, and more: topics must not start with Google's reserved prefix, no bucket's name may hold its own
 * (https://cloud.google.com/storage/docs/buckets#naming), `-at-` stands before a stage, and `xn--` begins a host name in
 * another alphabet.
 */
export const fabricName = form(
  /^(?!goog|xn$)(?!.*g[o0]{2}g[l1]e)(?!.*-at(-|$))(?=.{1,40}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  `${SHORT}; not xn, without google, not starting with goog, and without -at, which stands before a stage`,
);

/** The name of a stage: part of the names of queues, datasets and buckets, as long as a branch's short name may get. */
export const STAGE_NAME = /^(?!at(-|$))(?!.*-at(-|$))(?!.*g[o0]{2}g[l1]e)(?=.{1,20}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** The name of a transform: a file name of shared/transforms. */
export const transformName = form(/^[a-z][a-z0-9-]*$/, "the name of a transform");

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html */
export const queueName = form(
  /^(?=.{1,80}$)[A-Za-z0-9_-]+(\.fifo)?$/,
  "a queue name: 1 to 80 letters, digits, - and _, with .fifo at the end of a FIFO queue",
);

/** https://cloud.google.com/pubsub/docs/pubsub-basics#resource_names */
export const topicName = form(
  /^(?!goog)[A-Za-z][A-Za-z0-9\-_.~+%]{2,254}$/,
  "a topic name: a letter, then 2 to 254 letters, digits and -_.~+%, not starting with goog",
);

/** The name of a schema: a file name of shared/schemas. */
export const schemaName = form(/^[a-z][a-z0-9-]*$/, "the name of a schema: a file of shared/schemas");

/**
 * Rights are given on the key itself, so an alias does not do: https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html.
 * Ids: https://docs.aws.amazon.com/kms/latest/developerguide/concepts-key-id.html, `mrk-` for keys of several regions.
 */
export const kmsKey = form(
  /^arn:aws:kms:[a-z0-9-]+:[0-9]{12}:key\/([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/,
  "the ARN of a KMS key, as arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab; an alias does not do",
);

/** https://cloud.google.com/kms/docs/resource-hierarchy; ids: https://cloud.google.com/kms/docs/reference/rest/v1/projects.locations.keyRings/create */
export const gcpKmsKey = form(
  /^projects\/([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]\/locations\/[a-z][a-z0-9-]{0,39}\/keyRings\/[A-Za-z0-9_-]{1,63}\/cryptoKeys\/[A-Za-z0-9_-]{1,63}$/,
  "the whole name of a key of Cloud KMS, without a version, as projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY",
);

/**
 * 48 to 6,144 bytes: a key of 32 is never shorter with the 16 that prove it whole, so that no plain key passes for a wrapped
 * one; and AWS unwraps no more (https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html), while Google wraps
 * what is up to ten times as long (https://cloud.google.com/kms/docs/reference/rest/v1/projects.locations.keyRings.cryptoKeys/encrypt).
 */
export const ciphertext = form(
  /^(?=.{64,8192}$)([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
  "a wrapped data key: base64 of 48 to 6,144 bytes in one line, as hopspan wrap-key prints it, never the key itself",
);

/** https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html */
export const awsAccount = form(/^[0-9]{12}$/, "12 digits in quotes");

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound.html */
export const awsIssuer = form(
  /^https:\/\/[0-9a-f-]{36}\.tokens\.sts\.global\.api\.aws$/,
  "the issuer that AWS names, as https://UUID.tokens.sts.global.api.aws",
);

/**
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html. GovCloud, China and the sovereign
 * clouds are partitions of their own, whose ARNs and hosts have other names, and which trust no tokens of Google's.
 */
export const awsRegion = form(
  /^(?!cn-)[a-z]{2}-[a-z]+-[0-9]{1,2}$/,
  "an AWS region such as eu-west-1; regions of GovCloud, China and other partitions are not supported",
);

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const s3Bucket = form(
  /^(?!.*\.\.)(?!xn--)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  "the name of an S3 bucket: 3 to 63 of a-z, 0-9, . and -",
);

/** https://cloud.google.com/storage/docs/buckets#naming; a name with dots belongs to whoever has the domain. */
export const gcsBucket = form(
  /^(?!goog)(?!.*g[o0]{2}g[l1]e)(?!.*(\.\.|-\.|\.-))[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/,
  "a bucket's name: 3 to 63 of a-z, 0-9, ., - and _, without google",
);

/** https://cloud.google.com/resource-manager/docs/creating-managing-projects, with the domain that older ones have. */
export const gcpProject = form(
  /^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
  "a project id: 6 to 30 of a-z, 0-9 and -, starting with a letter",
);

/** The number that Google Cloud gives a project beside its id; same source. */
export const gcpProjectNumber = form(/^[0-9]{1,19}$/, "a project number: digits in quotes");

/** https://cloud.google.com/compute/docs/regions-zones */
export const gcpRegion = form(/^[a-z]+-[a-z]+[0-9]{1,2}$/, "a Google Cloud region such as europe-west1");

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html */
export const awsSecretName = form(
  /^(?=.{1,512}$)([A-Za-z0-9_.-]+|(\/[A-Za-z0-9_.-]+)+)$/,
  "the name of an SSM parameter: letters, digits and _.-, or a path of such names as /retail/key, never the secret itself",
);

/** https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets/create */
export const gcpSecretName = form(
  /^[A-Za-z0-9_-]{1,255}$/,
  "the name of a secret: letters, digits, - and _, never the secret itself",
);
