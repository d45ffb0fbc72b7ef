import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { bytesOf } from "../../../../shared/transforms/codecs/forms.ts";
import { gzip } from "../../../../shared/transforms/codecs/gzip.ts";

const codec = (options: object = {}) => gzip.create(options);
const text = Buffer.from("a body ".repeat(100));

describe("gzip", () => {
  it("reads what another program has packed, in one part or several", () => {
    expect(Buffer.from(bytesOf(codec().parse(gzipSync(text))))).toEqual(text);
    const parts = Buffer.concat([gzipSync("a"), gzipSync("b")]);
    expect(Buffer.from(bytesOf(codec().parse(parts))).toString()).toBe("ab");
  });

  it("writes the same bytes for the same body, and reads them back", () => {
    const packed = codec().serialize({ bytes: text });
    expect(Buffer.compare(packed, codec().serialize({ bytes: text }))).toBe(0);
    expect(packed.length).toBeLessThan(text.length / 5);
    expect(Buffer.from(bytesOf(codec().parse(packed)))).toEqual(text);
  });

  it("unpacks no more than it may", () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1_024 * 1_024));
    expect(() => codec().parse(bomb)).toThrow(expect.objectContaining({ code: "TOO_LARGE" }));
    expect(() => codec({ maxBytes: text.length - 1 }).parse(gzipSync(text))).toThrow(
      `the body unpacks to more than ${text.length - 1} bytes`,
    );
    expect(codec({ maxBytes: text.length }).parse(gzipSync(text))).toEqual({ bytes: text });
  });

  it("refuses what is not gzip, what is cut off, and what is damaged", () => {
    const packed = gzipSync(text);
    const damaged = Uint8Array.from(packed);
    damaged[damaged.length - 5] = 1 ^ (damaged[damaged.length - 5] ?? 0);
    for (const bytes of [text, Buffer.of(), packed.subarray(0, 20), damaged])
      expect(() => codec().parse(bytes)).toThrow(expect.objectContaining({ code: "GZIP" }));
  });
});
