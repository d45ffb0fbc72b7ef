import { describe, expect, it } from "vitest";
import {
  ConfigError,
  classify,
  DecodeError,
  describeProblem,
  HopspanError,
  type Problem,
  SinkError,
  TrailError,
  TransformError,
} from "../../../shared/core/errors.ts";

const problem = (parts: Partial<Problem> = {}): Problem => ({
  severity: "error",
  code: "X",
  message: "is odd",
  ...parts,
});

describe("the class of an error", () => {
  it("is the retry decision, and has a name and a code for the log", () => {
    const errors = [
      new DecodeError("D", "d"),
      new TrailError("T", "t"),
      new TransformError("F", "f"),
      new SinkError("S", "s", true),
      new SinkError("S", "s", false),
      new ConfigError([]),
    ];
    expect(errors.map(({ name, code, retryable }) => [name, code, retryable])).toEqual([
      ["DecodeError", "D", false],
      ["TrailError", "T", false],
      ["TransformError", "F", false],
      ["SinkError", "S", true],
      ["SinkError", "S", false],
      ["ConfigError", "CONFIG", false],
    ]);
  });

  it("keeps the cause out of the text, and has none where there is none", () => {
    const cause = new Error("secret");
    const error = new DecodeError("D", "body is no JSON", cause);
    expect([error.message, error.cause]).toEqual(["body is no JSON", cause]);
    expect("cause" in new TrailError("T", "t")).toBe(false);
  });
});

describe("ConfigError", () => {
  it("lists every problem, one to a line", () => {
    const error = new ConfigError([
      problem({ file: "fabric.yaml", line: 3, column: 5 }),
      problem({ severity: "warning", file: "fabric.yaml", line: 7 }),
      problem({ severity: "note", file: "fabric.yaml", line: 8 }),
    ]);
    expect(error.message).toBe("fabric.yaml:3:5: is odd\nfabric.yaml:7: warning: is odd\nfabric.yaml:8: note: is odd");
  });
});

describe("describeProblem", () => {
  it("gives as much of the place as is known", () => {
    const places = [{}, { file: "f.yaml" }, { file: "f.yaml", column: 2 }, { file: "f.yaml", line: 1, column: 2 }];
    expect(places.map((place) => describeProblem(problem(place)))).toEqual([
      "is odd",
      "f.yaml: is odd",
      "f.yaml: is odd",
      "f.yaml:1:2: is odd",
    ]);
  });
});

describe("a problem on a terminal", () => {
  it("does nothing, whatever the file has brought in, and is one line but for what is indented below it", () => {
    const message = 'key "\u001b[2J\na:1:1: forged" is odd\n  at\n  ^';
    expect(describeProblem(problem({ file: "f\u0007.yaml", message }))).toBe(
      'f\\u0007.yaml: key "\\u001b[2J\\na:1:1: forged" is odd\n  at\n  ^',
    );
  });
});

describe("classify", () => {
  it("leaves an error with a class as it is", () => {
    const error = new TransformError("F", "f");
    expect(classify(error)).toBe(error);
  });

  it("makes anything else worth another try, without repeating its text", () => {
    const told = [new TypeError("secret"), "secret", undefined].map((thrown) => {
      const error = classify(thrown);
      return [error instanceof HopspanError, error.code, error.retryable, error.message, error.cause];
    });
    expect(told).toEqual([
      [true, "UNEXPECTED", true, "an unexpected TypeError was thrown", new TypeError("secret")],
      [true, "UNEXPECTED", true, "an unexpected string was thrown", "secret"],
      [true, "UNEXPECTED", true, "an unexpected undefined was thrown", undefined],
    ]);
  });
});
