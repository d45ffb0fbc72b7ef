import { describe, expect, it } from "vitest";
import { parseLoad, parseRate, parseShare, parseSize } from "../../../infra/cost/parse-load.ts";

describe("parseRate", () => {
  it.each([
    ["100/s", 100],
    ["0.5 / second", 0.5],
    ["10k/s", 10_000],
    ["6k/min", 100],
    ["3,600/h", 1],
    ["86_400/day", 1],
    ["1M/month", 1e6 / 2_628_000],
    ["2m/d", 2e6 / 86_400],
  ])("reads %s", (text, perSecond) => {
    expect(parseRate(text)).toBeCloseTo(perSecond, 9);
  });

  it.each(["100", "100/year", "-1/s", "0/s", "x/s", "", "1e3/s", "1..2/s"])(
    "refuses %j and says how to write it",
    (text) => {
      expect(() => parseRate(text)).toThrow(
        `rate "${text}" is no rate above 0: write it as 100/s, 6k/min, 2M/day or 10M/month`,
      );
    },
  );

  it("ends where no account's quotas go", () => {
    expect(() => parseRate("2M/s", "peak")).toThrow('peak "2M/s" is beyond 1M/s');
  });
});

describe("parseSize", () => {
  it.each([
    ["512B", 512],
    ["1KB", 1_024],
    ["1 KiB", 1_024],
    ["1.5kb", 1_536],
    ["1MB", 1_048_576],
    ["0B", 0],
  ])("reads %s", (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it.each(["1", "1GB", "-1B", "KB"])("refuses %j and says how to write it", (text) => {
    expect(() => parseSize(text)).toThrow(`size "${text}" is no size: write it as 512B, 1KB (1,024 bytes) or 1MB`);
  });
});

describe("parseShare", () => {
  it("reads both ways to write a share, and nothing above the whole", () => {
    expect([parseShare("25%"), parseShare("0.25"), parseShare(".5")]).toEqual([0.25, 0.25, 0.5]);
    for (const text of ["125%", "2", "x", "-1"]) expect(() => parseShare(text)).toThrow(`share "${text}" is none`);
  });
});

describe("parseLoad", () => {
  it("makes a load of what is given", () => {
    expect(parseLoad({ rate: "100/s", size: "1KB" })).toEqual({ messagesPerSecond: 100, bodyBytes: 1_024 });
    expect(parseLoad({ rate: "60/min", size: "2KB", peak: "1k/s", compressed: "30%" })).toEqual({
      messagesPerSecond: 1,
      bodyBytes: 2_048,
      burstPerSecond: 1_000,
      compressedShare: 0.3,
    });
  });

  it("names every word that can't be read, in one error", () => {
    const told = () => parseLoad({ rate: "fast", size: "big", peak: "faster", compressed: "well" });
    expect(told).toThrow(/rate "fast".*\nsize "big".*\npeak "faster".*\nshare "well"/);
  });

  it("refuses a peak below the average", () => {
    expect(() => parseLoad({ rate: "100/s", size: "1KB", peak: "10/s" })).toThrow("peak 10/s is below the rate 100/s");
  });
});
