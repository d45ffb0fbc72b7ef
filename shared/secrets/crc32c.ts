// The checksum that Cloud KMS counts what it is given and gives by: CRC-32C, which Node has not.

/** Castagnoli's polynomial, its bits reversed: https://www.rfc-editor.org/rfc/rfc3720#appendix-B.4 */
const POLYNOMIAL = 0x82f63b78;

/** Of bytes in memory, as a whole number below 2^32. A bit at a time, since keys are short. */
export function crc32c(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit += 1) rest = (rest >>> 1) ^ (rest & 1 ? POLYNOMIAL : 0);
  }
  return ~rest >>> 0;
}
