import { describe, expect, it } from "vitest";
import { lockedTo, type PackageLock } from "../../../../infra/gcp/source/locked.ts";

const lock: PackageLock = {
  packages: {
    "": {},
    "node_modules/top": { version: "2.0.0", integrity: "sha512-t", dependencies: { a: "^1", b: "^2" }, dev: true },
    "node_modules/a": { version: "1.0.0", dependencies: { b: "^1" }, optionalDependencies: { never: "*" } },
    "node_modules/a/node_modules/b": { version: "1.5.0" },
    "node_modules/b": { version: "2.5.0", dependencies: { a: "^1" }, resolved: "https://example.org/b.tgz" },
    "node_modules/stranger": { version: "9.0.0" },
  },
};

describe("a lock for one package", () => {
  it("holds the package and all that it needs, where Node finds it, and nothing else", () => {
    expect(lockedTo(lock, "top").lock).toEqual({
      name: "hopspan-function",
      version: "1.0.0",
      lockfileVersion: 3,
      requires: true,
      packages: {
        "": { name: "hopspan-function", version: "1.0.0", dependencies: { top: "2.0.0" } },
        "node_modules/a": { version: "1.0.0", dependencies: { b: "^1" }, optionalDependencies: { never: "*" } },
        "node_modules/a/node_modules/b": { version: "1.5.0" },
        "node_modules/b": { version: "2.5.0", dependencies: { a: "^1" } },
        "node_modules/top": { version: "2.0.0", integrity: "sha512-t", dependencies: { a: "^1", b: "^2" } },
      },
    });
  });

  it("is refused where a package is not known", () => {
    expect(() => lockedTo({ packages: { "node_modules/x": { dependencies: { y: "1" } } } }, "x")).toThrow(
      "package-lock.json does not know y of node_modules/x",
    );
    expect(() => lockedTo(lock, "z")).toThrow("package-lock.json does not know node_modules/z: run npm install");
  });
});
