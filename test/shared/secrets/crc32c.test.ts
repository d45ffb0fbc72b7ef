import { describe, expect, it } from "vitest";
import { crc32c } from "../../../shared/secrets/crc32c.ts";

describe("a checksum", () => {
  // https://www.rfc-editor.org/rfc/rfc3720#appendix-B.4
  it.each([
    ["nothing", new Uint8Array(), 0],
    ["32 bytes of zeros", new Uint8Array(32), 0x8a9136aa],
    ["32 bytes of ones", new Uint8Array(32).fill(0xff), 0x62a8ab43],
    ["32 bytes that go up", Uint8Array.from({ length: 32 }, (_, at) => at), 0x46dd794e],
    ["32 bytes that go down", Uint8Array.from({ length: 32 }, (_, at) => 31 - at), 0x113fdb5c],
    ["the digits", Buffer.from("123456789"), 0xe3069283],
  ])("of %s is that which everybody comes to", (_, bytes, sum) => {
    expect(crc32c(bytes)).toBe(sum);
  });
});
