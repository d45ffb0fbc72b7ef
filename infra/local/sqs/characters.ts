// Which characters may stand in a message, and which in the ids that travel beside it.

/**
 * What no body may hold:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
const ILLEGAL = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** True where every character may stand in a message; a lone surrogate may not. */
export const isLegalText = (text: string): boolean => !ILLEGAL.test(text);

/** True for a group or deduplication id: 1 to 128 letters, digits and ASCII punctuation, no space. */
export const isLegalId = (text: string): boolean => /^[\x21-\x7e]{1,128}$/.test(text);
