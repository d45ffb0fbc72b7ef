// Names for messages and requests, from injected chance, so that a run can be repeated exactly.

/** A version 4 UUID. `random` gives numbers from 0 up to, but not including, 1. */
export function uuid(random: () => number): string {
  const hex = (digits: number): string =>
    Math.floor(random() * 16 ** digits)
      .toString(16)
      .padStart(digits, "0");
  const variant = (8 + Math.floor(random() * 4)).toString(16);
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${variant}${hex(3)}-${hex(12)}`;
}
