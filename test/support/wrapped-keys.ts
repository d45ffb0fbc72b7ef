// Data keys as a fabric file has them, wrapped: of the right form, and nobody's.

/** In the region that fabrics of tests have. */
export const AWS_KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/** A key of several regions, which is at home in the same one. */
export const MULTI_REGION_KEY = `arn:aws:kms:eu-west-1:111122223333:key/mrk-${"a1".repeat(16)}`;

export const GOOGLE_KEY = "projects/retail-analytics/locations/europe-west1/keyRings/hopspan/cryptoKeys/data-keys";

/** Base64 of so many bytes; 184 and 113 are what AWS and Google make of a key of 32, about. */
export const aCiphertext = (bytes = 184, fill = 7): string => Buffer.alloc(bytes, fill).toString("base64");

export const inAws = (ciphertext = aCiphertext(), key = AWS_KEY) => ({ aws: { key, ciphertext } });
export const inGoogle = (ciphertext = aCiphertext(113), key = GOOGLE_KEY) => ({ gcp: { key, ciphertext } });

/** A secret that is wrapped in both clouds. */
export const inBoth = { wrappedBy: { ...inAws(), ...inGoogle() } };
