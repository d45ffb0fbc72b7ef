import { describe, expect, it } from "vitest";
import { functionsOf, withTimeout } from "../../../infra/cli/run-functions.ts";
import { CommandError } from "../../../infra/cli/verb.ts";
import { compile } from "../../../shared/fabric/compile.ts";
import { aFabric, queue, topic } from "../../shared/fabric/a-fabric.ts";
import { temporaryFolder } from "../../support/run-command.ts";

const given = (options: Readonly<Record<string, string | boolean>>) => ({ words: [], options, order: [] });
const fabric = aFabric(
  { orders: queue("orders"), feed: topic("feed") },
  { there: { from: "orders", to: "feed", function: { memoryMb: 300, maxConcurrency: 3 } } },
);
const compiled = compile(fabric);
const folder = temporaryFolder();

describe("the functions of a run", () => {
  it("are as large as deployed ones, and stand still where that is asked for", () => {
    const { sizeOf, freezes } = functionsOf(given({}), fabric, folder);
    expect([compiled.links.map((link) => sizeOf?.(link)), freezes]).toEqual([
      [{ memoryMb: 300, maxConcurrency: 3, concurrency: 80 }],
      false,
    ]);
    expect(functionsOf(given({ freeze: true }), fabric, folder).freezes).toBe(true);
  });

  it("run under AWS's own runtime only where it is installed", () => {
    expect(() => functionsOf(given({ "lambda-ric": true }), fabric, folder)).toThrow(
      "aws-lambda-ric is not installed here: npm install --no-save aws-lambda-ric builds it",
    );
  });

  it("may run for as long as the hop says, or as is asked for", () => {
    const seconds = (options: Readonly<Record<string, string>>) =>
      withTimeout(compiled, given(options)).links.map(({ timeoutSeconds }) => timeoutSeconds);
    expect([seconds({}), seconds({ "function-timeout": "2" })]).toEqual([[30], [2]]);
    expect(() => seconds({ "function-timeout": "0" })).toThrow(CommandError);
  });
});
