// What the values of typed attributes may be, for whatever makes a message by hand.

/** True for a decimal number, as an attribute of type Number has it: no spaces, and an exponent if you like. */
export const isDecimal = (text: string): boolean => /^-?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text);

/** True for base64 with its padding, as an attribute of type Binary has it. */
export const isPaddedBase64 = (text: string): boolean => Buffer.from(text, "base64").toString("base64") === text;
