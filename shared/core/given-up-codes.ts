// The codes by which messages are given up, in one place, for whoever writes one down and slips.

/**
 * Those of steps, of what is read, of the trail, and of what no target takes whatever broker it is on. Steps of an operator's
 * own may have others, and so have brokers.
 */
export const GIVEN_UP_CODES: readonly string[] = [
  ...["ATTRIBUTES_TOO_LARGE", "AVRO", "BODY", "CLAIM_DAMAGED", "CLAIM_GONE", "CLAIM_TOO_LARGE", "CLOUDEVENT", "CSV"],
  ...["EMPTY", "EXPRESSION", "GZIP", "HEADER", "HEADER_VERSION", "INPUT", "JOIN", "LOOP", "MESSAGE_TOO_LARGE"],
  ...["NAME_TAKEN", "NOT_A_PUSH", "NOT_JSON", "NOT_TEXT", "NO_JSON_VALUE", "NO_ROUTE", "NUMBER", "OUTPUT", "PROTOBUF"],
  ...["RECORD", "SCHEMA", "SEAL", "SHAPE", "TIME", "TOO_COSTLY", "TOO_DEEP", "TOO_LARGE", "TOO_MANY", "TOO_MANY_LINKS"],
  "TRANSFORM",
];
