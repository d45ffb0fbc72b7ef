import { describe, expect, it } from "vitest";
import { isLoopbackAddress, isLoopbackHost } from "../../../../infra/local/door/loopback.ts";

describe("isLoopbackAddress", () => {
  it("knows this machine in both families", () => {
    expect(["127.0.0.1", "127.9.8.7", "::1", "::ffff:127.0.0.1"].filter((each) => !isLoopbackAddress(each))).toEqual(
      [],
    );
    const others = ["10.0.0.1", "::", "::ffff:10.0.0.1", "0.0.0.0", "127.0.0.1.example.com", "fe80::1", "", undefined];
    expect(others.filter(isLoopbackAddress)).toEqual([]);
  });
});

describe("isLoopbackHost", () => {
  it("takes the names that nobody else can have", () => {
    const own = [
      "127.0.0.1:4566",
      "127.0.0.1",
      "localhost:1",
      "LOCALHOST",
      "[::1]:8085",
      "sqs.eu-west-1.localhost:4566",
    ];
    expect([...own, "host.docker.internal:4566"].filter((each) => !isLoopbackHost(each))).toEqual([]);
  });

  it("refuses all that a stranger may point here", () => {
    const others = [
      "evil.example:4566",
      "127.0.0.1.nip.io",
      "localhost.example.com",
      "notlocalhost",
      "192.168.0.1",
      "",
      "x",
    ];
    expect([...others, "localhost:1:2", "user@localhost", "[::2]:1"].filter(isLoopbackHost)).toEqual([]);
  });
});
