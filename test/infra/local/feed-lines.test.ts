import { createWriteStream, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readLines } from "../../../infra/local/feed-lines.ts";
import { PUBSUB_LIMITS } from "../../../shared/brokers/pubsub/endpoint.ts";
import { aPipe } from "../../support/a-pipe.ts";
import { temporaryFolder } from "../../support/run-command.ts";

const folder = temporaryFolder();
const open = new AbortController().signal;

function file(content: string | Buffer): string {
  const path = join(folder, "lines");
  writeFileSync(path, content);
  return path;
}

async function collect(path: string, ended = open): Promise<readonly (readonly [number, string])[]> {
  const found: (readonly [number, string])[] = [];
  for await (const lines of readLines(path, ended))
    found.push(...lines.map(({ number, body }) => [number, body.toString()] as const));
  return found;
}

describe("readLines", () => {
  it("numbers lines from 1 and leaves out those that are empty, with LF and CRLF", async () => {
    expect(await collect(file("one\r\n\n  \t\r\nfour\u2028still four\nlast"))).toEqual([
      [1, "one"],
      [4, "four\u2028still four"],
      [5, "last"],
    ]);
  });

  it("does not take a byte order mark for a part of the first line", async () => {
    expect(await collect(file("\ufeff{}\n\ufeff{}\n"))).toEqual([
      [1, "{}"],
      [2, "\ufeff{}"],
    ]);
  });

  it("keeps bytes that are no text", async () => {
    const bytes = Buffer.from([0xff, 0x00, 0x41]);
    const found: Buffer[] = [];
    for await (const lines of readLines(file(bytes), open)) found.push(...lines.map(({ body }) => body));
    expect(found).toEqual([bytes]);
  });

  it("puts together a line that comes in many reads, and goes on behind one that is too long for any broker", async () => {
    const long = "x".repeat(1_000_000);
    const path = file(`${long}\n${"y".repeat(2 * PUBSUB_LIMITS.messageBytes)}\nz\n`);
    const [first, second, third] = await collect(path);
    expect(first).toEqual([1, long]);
    expect([second?.[0], second?.[1].length]).toEqual([2, PUBSUB_LIMITS.messageBytes + 1]);
    expect(third).toEqual([3, "z"]);
  });

  it("reads a regular file on when the feed is ended, so that the rest can be counted", async () => {
    const ended = new AbortController();
    let count = 0;
    for await (const lines of readLines(file("a line\n".repeat(100_000)), ended.signal)) {
      count += lines.length;
      ended.abort();
    }
    expect(count).toBe(100_000);
  });

  it("gives a line of a pipe as soon as it is there, and ends with its writer", async () => {
    const path = aPipe(folder, "slow");
    const reading = readLines(path, open);
    const first = reading.next();
    const writer = createWriteStream(path);
    writer.write("one\n");
    expect((await first).value).toEqual([{ number: 1, body: Buffer.from("one") }]);
    writer.end("two");
    expect((await reading.next()).value).toEqual([{ number: 2, body: Buffer.from("two") }]);
    expect((await reading.next()).done).toBe(true);
  });

  it("waits for a pipe's writer no longer than until the feed is ended", async () => {
    const ended = new AbortController();
    const reading = readLines(aPipe(folder, "silent"), ended.signal).next();
    ended.abort();
    await expect(reading).rejects.toThrow("aborted");
  });

  it("throws where the file can't be read", async () => {
    await expect(collect(join(folder, "missing"))).rejects.toMatchObject({ code: "ENOENT" });
  });
});
