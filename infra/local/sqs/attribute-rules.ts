// Which message attributes the service takes.

import { SQS_LIMITS } from "../../../shared/brokers/sqs/endpoint.ts";
import type { Attribute } from "../../../shared/core/message.ts";
import { isLegalText } from "./characters.ts";
import { SqsFault } from "./fault.ts";
import { SERVICE_LIMITS } from "./limits.ts";

const refused = (message: string): SqsFault => new SqsFault("InvalidParameterValue", message);

/**
 * Throws `InvalidParameterValue` for the first rule that is broken, of
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 */
export function checkAttributes(attributes: ReadonlyMap<string, Attribute>): void {
  if (attributes.size > SQS_LIMITS.attributes)
    throw refused(
      `Number of message attributes [${attributes.size}] exceeds the allowed maximum [${SQS_LIMITS.attributes}].`,
    );
  for (const [name, attribute] of attributes) {
    checkName(name);
    checkType(name, attribute.type);
    checkValue(name, attribute);
  }
}

function checkName(name: string): void {
  if (name === "" || name.length > SQS_LIMITS.attributeNameCharacters || !/^[A-Za-z0-9_.-]*$/.test(name))
    throw refused(
      "Message (user) attribute name can only contain upto 256 alphanumeric characters, hyphens, underscores and periods.",
    );
  if (name.startsWith(".") || name.endsWith(".") || name.includes(".."))
    throw refused(`Message (user) attribute name '${name}' must not start or end with a period or have two in a row.`);
  if (/^(aws|amazon)\./i.test(name))
    throw refused(`Message (user) attribute name '${name}' must not start with the reserved prefix AWS. or Amazon.`);
}

function checkType(name: string, type: string): void {
  if (type === "") throw refused(`The message attribute '${name}' must contain non-empty message attribute type.`);
  if (type.length > SERVICE_LIMITS.attributeTypeCharacters)
    throw refused(`The type of message (user) attribute '${name}' must not be longer than 256 characters.`);
  if (!/^(String|Number|Binary)(\.[\s\S]+)?$/.test(type) || !isLegalText(type))
    throw refused(
      `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    );
}

function checkValue(name: string, { type, value }: Attribute): void {
  if (value === "")
    throw refused(`Message (user) attribute '${name}' must contain a non-empty value of type '${type.split(".")[0]}'.`);
  if (!isLegalText(value))
    throw refused(`Invalid characters found in the value of message (user) attribute '${name}'.`);
  if (type.startsWith("Number") && !isNumber(value))
    throw refused(`Can't cast the value of message (user) attribute '${name}' to a number.`);
}

/** At most 38 significant digits, from 10^-128 to 10^126. */
function isNumber(text: string): boolean {
  const parts = /^[+-]?([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]{1,6}))?$/.exec(text);
  const [, whole = "", fraction = "", exponent = "0"] = parts ?? [];
  if (whole === "" && fraction === "") return false;
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  if (digits === "") return true;
  const magnitude = digits.length - fraction.length - 1 + Number(exponent);
  return (
    digits.replace(/0+$/, "").length <= SERVICE_LIMITS.numberDigits &&
    magnitude >= SERVICE_LIMITS.leastNumberExponent &&
    magnitude <= SERVICE_LIMITS.mostNumberExponent
  );
}
