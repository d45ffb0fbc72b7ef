import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { eachLine } from "../../../../infra/local/process/lines.ts";

async function linesOf(...chunks: readonly (string | Buffer)[]): Promise<readonly string[]> {
  const lines: string[] = [];
  const stream = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  eachLine(stream, (line) => lines.push(line));
  await new Promise((resolve) => stream.once("close", resolve));
  return lines;
}

describe("eachLine", () => {
  it("joins chunks and cuts at LF and CRLF only", async () => {
    expect(await linesOf("a", "b\nc\r\n\n", "d\u2028e\rf\n")).toEqual(["ab", "c", "", "d\u2028e\rf"]);
  });

  it("keeps a character that two chunks share, and what no line break ends", async () => {
    const [first, second] = [Buffer.from("ä").subarray(0, 1), Buffer.from("ä").subarray(1)];
    expect(await linesOf(first, second, "\nlast")).toEqual(["ä", "last"]);
  });

  it("tells a line without an end in pieces", async () => {
    const lines = await linesOf("x".repeat(1_048_577), "yy\n");
    expect(lines.map(({ length }) => length)).toEqual([1_044_481, 4_098]);
    expect(lines.join("")).toBe(`${"x".repeat(1_048_577)}yy`);
  });

  it("keeps a line of ours whole that begins where such a piece ends", async () => {
    const ours = '{"event":"summary"}';
    const lines = await linesOf(`${"x".repeat(1_048_577)}${ours.slice(0, 9)}`, `${ours.slice(9)}\n`);
    expect(lines.at(-1)).toContain(ours);
  });
});
